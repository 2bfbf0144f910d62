// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_places.h"

#include <algorithm>
#include <compare>
#include <limits>

namespace roster::storage {

namespace {

// Who follows the one before takes a small part of the room, since more are likely to follow, as
// numbers do. Those whose letters stand apart take a large one, so that they do not crowd.
constexpr std::int64_t kSmallPart = 16, kLargePart = 4, kMostNewShelves = std::int64_t{1} << 28;
constexpr std::int64_t kLargestPage = 2 * kPageSize;
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

struct Stretch {
    std::int64_t begin = 0, end = kEnd;
};

// The places of the page that somebody belongs to.
Stretch find_page(Connection& db, const Person& person) {
    const auto page = db.one(
        [](const Row& row) {
            return Stretch{.begin = row.integer(0), .end = row.is_null(1) ? kEnd : row.integer(1)};
        },
        "SELECT p.first_place,"
        " (SELECT MIN(first_place) FROM roster_people_pages WHERE first_place > p.first_place)"
        " FROM roster_people_pages p WHERE (p.sort_name, p.uid_lower, p.uid) <= (?, ?, ?)"
        " ORDER BY p.sort_name DESC, p.uid_lower DESC, p.uid DESC LIMIT 1",
        person.sort_name, person.uid_lower, person.uid);
    if (!page) throw DatabaseError("the people index has no first page: build it anew");
    return *page;
}

// How the somebody of a row, whose columns after the place are a person's, stands to a person.
std::strong_ordering compare(const Row& row, const Person& person) {
    if (const auto order = row.view(1) <=> std::string_view(person.sort_name); order != 0)
        return order;
    if (const auto order = row.view(2) <=> std::string_view(person.uid_lower); order != 0)
        return order;
    return row.view(3) <=> std::string_view(person.uid);
}

// Halves the stretch a few times, so that fewer have to be looked at one by one. Before its
// beginning are then only people who come before that person.
void narrow(Connection& db, Stretch& stretch, const Person& person) {
    constexpr int kHalvings = 8;
    std::int64_t end = stretch.end;
    for (int i = 0; i < kHalvings; ++i) {
        const std::int64_t middle = start_of_shelf(stretch.begin + (end - stretch.begin) / 2);
        if (middle <= stretch.begin) return;
        const auto other = db.one(
            [&](const Row& row) { return std::pair(row.integer(0), compare(row, person) < 0); },
            "SELECT place, sort_name, uid_lower, uid FROM roster_people"
            " WHERE place >= ? AND place < ? ORDER BY place LIMIT 1",
            middle, end);
        if (other && other->second)
            stretch.begin = start_of_shelf(other->first);
        else
            end = middle;
    }
}

struct Neighbour {
    std::int64_t place = 0;
    Person person{};
};

// Those around somebody who is not there: the last before and the first after; of all on the shelf
// of the latter, who are in no order.
struct Neighbours {
    std::optional<std::int64_t> self{}, before{};
    std::optional<Neighbour> after{};
};

// Nobody in another page.
Neighbours find_neighbours(Connection& db, Stretch stretch, const Person& person) {
    narrow(db, stretch, person);
    Neighbours found;
    db.each(
        [&](const Row& row) {
            const std::int64_t place = row.integer(0);
            if (found.after && shelf_of(place) != shelf_of(found.after->place)) return false;
            const std::strong_ordering order = compare(row, person);
            if (order == 0) {
                found.self = place;
                return false;
            }
            if (order < 0)
                found.before = place;
            else if (!found.after || compare(row, found.after->person) < 0)
                found.after = {place, {row.text(1), row.text(2), row.text(3)}};
            return true;
        },
        "SELECT place, sort_name, uid_lower, uid FROM roster_people"
        " WHERE place >= ? AND place < ? ORDER BY place",
        stretch.begin, stretch.end);
    return found;
}

Person to_person(const Row& row) {
    return {row.text(0), row.text(1), row.text(2)};
}

std::optional<Person> find_person(Connection& db, std::int64_t place) {
    return db.one(to_person, "SELECT sort_name, uid_lower, uid FROM roster_people WHERE place = ?",
                  place);
}

// The key of the page that begins there; nothing at the end.
std::optional<Person> find_key(Connection& db, std::int64_t first_place) {
    return db.one(to_person,
                  "SELECT sort_name, uid_lower, uid FROM roster_people_pages WHERE first_place = ?",
                  first_place);
}

// How many of these people come before that one.
std::int64_t count_before(std::span<const Person> people, const std::optional<Person>& after) {
    const bool named = !people.front().sort_name.empty();
    const auto other = std::ranges::find_if(people, [&](const Person& person) {
        return (after && !(person < *after)) || person.sort_name.empty() == named;
    });
    return std::max<std::int64_t>(other - people.begin(), 1);
}

// How far between two others a person's letters are, from 0 to 1.
double fraction_between(const Person& before, const Person& person, const Person& after) {
    constexpr int kLetters = 6;
    const auto text_of = [](const Person& of) { return of.sort_name + '\n' + of.uid_lower; };
    const std::string low = text_of(before), high = text_of(after), text = text_of(person);
    const auto first = static_cast<std::size_t>(std::ranges::mismatch(low, high).in1 - low.begin());
    const auto number = [first](const std::string& of) {
        double value = 0;
        for (std::size_t i = first; i < first + kLetters; ++i)
            value = value * 256 + (i < of.size() ? static_cast<unsigned char>(of[i]) : 0);
        return value;
    };
    const double width = number(high) - number(low);
    return width > 0 ? std::clamp((number(text) - number(low)) / width, 0.0, 1.0) : 0;
}

// Shelves for all of these people, who come between two others, of the `room` after the first: as
// far on as their letters say, in order, with some room for others.
std::vector<std::int64_t> spread(std::span<const Person> people, std::int64_t room,
                                 const std::optional<Person>& before,
                                 const std::optional<Person>& after) {
    const auto count = static_cast<std::int64_t>(people.size());
    std::vector<double> fractions(people.size());
    if (before && after)
        for (std::size_t i = 0; i < people.size(); ++i)
            fractions[i] = fraction_between(*before, people[i], *after);
    const std::int64_t part = fractions.front() * kSmallPart < 1 ? kSmallPart : kLargePart;
    const std::int64_t step =
        std::clamp<std::int64_t>(room / (part * (count + 1)), 1, kMostNewShelves);
    std::vector<std::int64_t> shelves;
    std::int64_t last = 0, left = count;
    for (const double fraction : fractions) {
        const auto wanted =
            static_cast<std::int64_t>(fraction * static_cast<double>(room - count * step));
        last = std::clamp(wanted, last + step, room - left-- * step);
        shelves.push_back(last);
    }
    return shelves;
}

// Pages end where shelves end.
void split_page(Connection& db, std::int64_t first_place, std::int64_t people) {
    const std::int64_t middle = db.integer(
        "SELECT place FROM roster_people WHERE place >= ? ORDER BY place LIMIT 1 OFFSET ?",
        first_place, people / 2);
    const std::int64_t boundary = start_of_shelf(middle);
    if (boundary <= first_place) return;
    const std::int64_t kept = db.integer(
        "SELECT COUNT(*) FROM roster_people WHERE place >= ? AND place < ?", first_place, boundary);
    db.change("UPDATE roster_people_pages SET people = ? WHERE first_place = ?", kept, first_place);
    db.change(
        "INSERT INTO roster_people_pages (first_place, people, sort_name, uid_lower, uid)"
        " SELECT ?, ?, sort_name, uid_lower, uid FROM roster_people WHERE place BETWEEN ? AND ?"
        " ORDER BY sort_name, uid_lower, uid LIMIT 1",
        boundary, people - kept, boundary, boundary + (std::int64_t{1} << kShelfBits) - 1);
}

}  // namespace

std::optional<std::int64_t> find_place(Connection& db, const Person& person) {
    return find_neighbours(db, find_page(db, person), person).self;
}

std::vector<std::int64_t> choose_places(Connection& db, std::span<const Person> people) {
    const Person& person = people.front();
    const bool named = !person.sort_name.empty();
    const Stretch page = find_page(db, person);
    const auto& [self, before, after] = find_neighbours(db, page, person);
    const std::int64_t first =
        shelf_of(std::max(before.value_or(page.begin), named ? kFirstNamed : 0));
    const std::int64_t room =
        shelf_of(std::min(after ? after->place : page.end, named ? kEnd : kFirstNamed)) - first;
    const std::optional<Person> next = after ? after->person : find_key(db, page.end);
    const std::int64_t count = count_before(people, next);
    if (room > count) {
        std::vector<std::int64_t> places =
            spread(people.first(static_cast<std::size_t>(count)), room,
                   before ? find_person(db, *before) : std::nullopt, next);
        for (std::int64_t& place : places)
            place = (first + place) << kShelfBits;
        return places;
    }
    const std::int64_t end = (first + 1) << kShelfBits;
    const std::int64_t last =
        db.integer("SELECT MAX(place) FROM roster_people WHERE place < ?", end);
    if (last + 1 >= end) return {};
    return {std::max(last + 1, first << kShelfBits)};
}

void count_in(Connection& db, std::int64_t place) {
    const auto page =
        db.one([](const Row& row) { return std::pair(row.integer(0), row.integer(1) + 1); },
               "SELECT first_place, people FROM roster_people_pages WHERE first_place <= ?"
               " ORDER BY first_place DESC LIMIT 1",
               place);
    if (!page) throw DatabaseError("the people index has no first page: build it anew");
    const auto [first_place, people] = *page;
    db.change("UPDATE roster_people_pages SET people = ? WHERE first_place = ?", people,
              first_place);
    // Not at every one more: a page of one full shelf cannot be split.
    if (people > kLargestPage && people % kPageSize == 1) split_page(db, first_place, people);
}

void count_out(Connection& db, std::int64_t place) {
    db.change(
        "UPDATE roster_people_pages SET people = people - 1 WHERE first_place ="
        " (SELECT MAX(first_place) FROM roster_people_pages WHERE first_place <= ?)",
        place);
}

}  // namespace roster::storage
