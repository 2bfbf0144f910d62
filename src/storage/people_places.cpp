// SPDX-License-Identifier: Apache-2.0
#include "storage/people_places.h"

#include <algorithm>
#include <limits>

namespace roster::storage {

namespace {

// Newcomers stay near the one before, since more are likely to follow in order, as numbers do:
// those who come together take a small part of the room that is left.
constexpr std::int64_t kPartOfRoom = 16, kMostNewShelves = std::int64_t{1} << 24;
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

// Halves the stretch a few times, so that fewer have to be looked at one by one. Before its
// beginning are then only people who come before that person.
void narrow(Connection& db, Stretch& stretch, const Person& person) {
    constexpr int kHalvings = 5;
    std::int64_t end = stretch.end;
    for (int i = 0; i < kHalvings; ++i) {
        const std::int64_t middle = start_of_shelf(stretch.begin + (end - stretch.begin) / 2);
        if (middle <= stretch.begin) return;
        const auto other =
            db.one([](const Row& row) { return std::pair(row.integer(0), row.integer(1) != 0); },
                   "SELECT place, (sort_name, uid_lower, uid) < (?1, ?2, ?3) FROM roster_people"
                   " WHERE place >= ?4 AND place < ?5 ORDER BY place LIMIT 1",
                   person.sort_name, person.uid_lower, person.uid, middle, end);
        if (other && other->second)
            stretch.begin = start_of_shelf(other->first);
        else
            end = middle;
    }
}

struct Neighbours {
    std::optional<std::int64_t> before{}, self{}, after{};
};

// Nobody in another page.
Neighbours find_neighbours(Connection& db, Stretch stretch, const Person& person) {
    narrow(db, stretch, person);
    Neighbours found;
    db.each(
        [&](const Row& row) {
            const std::int64_t place = row.integer(0);
            // Those of one shelf are in no order.
            if (found.after && shelf_of(place) != shelf_of(*found.after)) return false;
            if (row.integer(1) != 0)
                found.before = place;
            else if (row.integer(2) != 0)
                found.self = place;
            else if (!found.after)
                found.after = place;
            return true;
        },
        "SELECT place, (sort_name, uid_lower, uid) < (?1, ?2, ?3),"
        " (sort_name, uid_lower, uid) = (?1, ?2, ?3) FROM roster_people"
        " WHERE place >= ?4 AND place < ?5 ORDER BY place",
        person.sort_name, person.uid_lower, person.uid, stretch.begin, stretch.end);
    return found;
}

// How many of these people come before the neighbour after the first of them, on the same page.
std::int64_t count_before(Connection& db, const Neighbours& neighbours, const Stretch& page,
                          std::span<const Person> people) {
    const auto to_person = [](const Row& row) {
        return Person{row.text(0), row.text(1), row.text(2)};
    };
    const std::optional<Person> end =
        neighbours.after
            ? db.one(to_person,
                     "SELECT sort_name, uid_lower, uid FROM roster_people WHERE place = ?",
                     *neighbours.after)
            : db.one(to_person,
                     "SELECT sort_name, uid_lower, uid FROM roster_people_pages"
                     " WHERE first_place = ?",
                     page.end);
    const bool named = !people.front().sort_name.empty();
    const auto other = std::ranges::find_if(people, [&](const Person& person) {
        return (end && !(person < *end)) || person.sort_name.empty() == named;
    });
    return std::max<std::int64_t>(other - people.begin(), 1);
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
    const Neighbours neighbours = find_neighbours(db, page, person);
    const std::int64_t before =
        shelf_of(std::max(neighbours.before.value_or(page.begin), named ? kFirstNamed : 0));
    const std::int64_t after =
        shelf_of(std::min(neighbours.after.value_or(page.end), named ? kEnd : kFirstNamed));
    const std::int64_t room = after - before;
    const std::int64_t count = count_before(db, neighbours, page, people);
    if (room > count) {
        const std::int64_t step =
            std::clamp<std::int64_t>(room / (kPartOfRoom * count), 1, kMostNewShelves);
        std::vector<std::int64_t> places;
        for (std::int64_t i = 1; i <= count; ++i)
            places.push_back((before + i * step) << kShelfBits);
        return places;
    }
    const std::int64_t end = (before + 1) << kShelfBits;
    const std::int64_t last =
        db.integer("SELECT MAX(place) FROM roster_people WHERE place < ?", end);
    if (last + 1 >= end) return {};
    return {std::max(last + 1, before << kShelfBits)};
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
