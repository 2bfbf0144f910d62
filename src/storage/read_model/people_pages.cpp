// SPDX-License-Identifier: Apache-2.0
// How a page is cut out of the people index.
#include <algorithm>
#include <unordered_set>

#include "model/query.h"
#include "storage/read_model/people_index.h"
#include "storage/read_model/people_places.h"
#include "storage/read_model/people_query.h"

namespace roster::storage {

namespace {

// Accounts whose entries are out of date: those entries do not count, the accounts do.
struct Changes {
    std::unordered_set<std::string> uids{};
    std::vector<Person> were{};    // as the entries are, in order
    std::vector<Person> people{};  // as they are now, in order
};

// Nothing when there are too many.
std::optional<Changes> find_changes(Connection& db, const std::string& pattern) {
    Changes changes;
    bool too_many = false;
    db.each(
        [&](const Row& row) {
            too_many |= row.is_null(0);
            if (too_many) return;
            const std::string uid = row.text(0);
            if (!row.is_null(1)) changes.were.push_back({row.text(1), row.text(2), uid});
            if (!row.is_null(3) && row.integer(5) != 0)
                changes.people.push_back({row.text(3), row.text(4), uid});
            changes.uids.insert(uid);
        },
        "SELECT NULL, NULL, NULL, NULL, NULL, NULL WHERE"
        " (SELECT COUNT(*) FROM (SELECT 1 FROM roster_people_changes LIMIT ?)) > ?"
        " UNION ALL SELECT c.uid, c.sort_name, c.uid_lower, CASE WHEN u.uid IS NULL THEN NULL"
        " WHEN u.displayname IS NULL THEN '' ELSE '_' || lower(u.displayname) END,"
        " COALESCE(u.uid_lower, ''), {has:u.uid,u.displayname,p.configvalue}"
        " FROM roster_people_changes c LEFT JOIN oc_users u ON u.uid = c.uid"
        " LEFT JOIN oc_preferences p ON p.userid = c.uid"
        " AND p.appid = 'settings' AND p.configkey = 'email' WHERE"
        " (SELECT COUNT(*) FROM (SELECT 1 FROM roster_people_changes LIMIT ?)) <= ?",
        kMostChanges + 1, kMostChanges, pattern, pattern, pattern, kMostChanges + 1, kMostChanges);
    if (too_many) return std::nullopt;
    std::ranges::sort(changes.were);
    std::ranges::sort(changes.people);
    return changes;
}

// Takes entries in the order of their places until it has `wanted` of them, then the rest of the
// last shelf, so that sorting cannot bring in one that was not taken.
class Taker {
  public:
    Taker(const Changes& changes, std::int64_t wanted) : changes_(changes), wanted_(wanted) {}

    bool operator()(const Row& row) {
        const std::int64_t shelf = shelf_of(row.integer(3));
        const bool enough = wanted_ >= 0 && static_cast<std::int64_t>(people.size()) >= wanted_;
        if (enough && shelf != shelf_) return false;
        shelf_ = shelf;
        Person person{row.text(1), row.text(2), row.text(0)};
        if (changes_.uids.empty() || !changes_.uids.contains(person.uid))
            people.push_back(std::move(person));
        return true;
    }

    std::vector<Person> people{};

  private:
    const Changes& changes_;
    const std::int64_t wanted_;
    std::int64_t shelf_ = -1;
};

struct Start {
    std::int64_t place = 0;
    std::int64_t people_before = 0;
    Person key{};  // everybody from here on comes at it or after
};

// Each page as its index entries are: where it begins, and how many are in those before.
using Pages = std::shared_ptr<const std::vector<Start>>;

Pages find_pages(Connection& db) {
    return db.remembered("people pages", [&db]() -> Pages {
        std::int64_t before = 0;
        return std::make_shared<const std::vector<Start>>(db.all(
            [&before](const Row& row) {
                Start page{.place = row.integer(0),
                           .people_before = before,
                           .key = {row.text(2), row.text(3), row.text(4)}};
                before += row.integer(1);
                return page;
            },
            "SELECT first_place, people, sort_name, uid_lower, uid FROM roster_people_pages"
            " ORDER BY first_place"));
    });
}

// The last page before which no more than `offset` people are.
Start find_start(Connection& db, const Changes& changes, std::int64_t offset) {
    // So many are passed over before the pages are read.
    constexpr std::int64_t kFew = 256;
    Start start;
    if (offset <= kFew) return start;
    const auto people_before = [&changes](const Start& page) {
        const auto count = [&page](const std::vector<Person>& people) {
            return std::ranges::lower_bound(people, page.key) - people.begin();
        };
        return page.people_before + count(changes.people) - count(changes.were);
    };
    const Pages pages = find_pages(db);
    const auto next = std::ranges::partition_point(
        *pages, [&](const Start& page) { return people_before(page) <= offset; });
    if (next == pages->begin()) return start;
    start = *std::prev(next);
    start.people_before = people_before(start);
    return start;
}

// Without changes the places tell where in its page the offset is: at the beginning of a shelf.
Start skip_within_page(Connection& db, const Start& page, std::int64_t offset) {
    const auto found = db.one([](const Row& row) { return row.integer(0); },
                              "SELECT place FROM roster_people WHERE place >= ?"
                              " ORDER BY place LIMIT 1 OFFSET ?",
                              page.place, offset - page.people_before);
    if (!found) return page;
    const std::int64_t place = std::max(page.place, start_of_shelf(*found));
    const std::int64_t on_shelf = db.integer(
        "SELECT COUNT(*) FROM roster_people WHERE place >= ? AND place < ?", place, *found);
    return {.place = place, .people_before = offset - on_shelf, .key = page.key};
}

std::vector<Uid> cut(std::vector<Person> people, const Changes& changes, const Start& start,
                     std::int64_t limit, std::int64_t offset) {
    people.insert(people.end(), std::ranges::lower_bound(changes.people, start.key),
                  changes.people.end());
    std::ranges::sort(people);
    std::vector<Uid> uids;
    const auto size = static_cast<std::int64_t>(people.size());
    const std::int64_t first = std::min(offset - start.people_before, size);
    const std::int64_t last = limit == Window::kEverything ? size : std::min(size, first + limit);
    for (std::int64_t i = first; i < last; ++i)
        uids.emplace_back(std::move(people[static_cast<std::size_t>(i)].uid));
    return uids;
}

}  // namespace

std::optional<std::vector<Uid>> page_of_people(Connection& db, std::string_view search,
                                               std::int64_t limit, std::int64_t offset) {
    if (!can_find_people(db, search)) return std::nullopt;
    if (limit <= 0) return std::vector<Uid>{};
    const std::string pattern = people_pattern(search);
    const std::optional<Changes> found = find_changes(db, pattern);
    if (!found) return std::nullopt;
    const Changes& changes = *found;
    Start start;
    if (search.empty()) start = find_start(db, changes, offset);
    if (search.empty() && changes.uids.empty() && offset > start.people_before)
        start = skip_within_page(db, start, offset);
    Taker taker(changes, limit == Window::kEverything ? -1 : offset - start.people_before + limit);
    if (search.empty()) {
        db.each(std::ref(taker),
                "SELECT uid, sort_name, uid_lower, place FROM roster_people WHERE place >= ?"
                " ORDER BY place",
                start.place);
    } else if (const std::optional<std::string> query = people_query(db, search)) {
        db.each(std::ref(taker),
                "SELECT p.uid, p.sort_name, p.uid_lower, p.place FROM roster_people_text t"
                " CROSS JOIN roster_people p ON p.place = t.rowid"
                " WHERE t.roster_people_text MATCH ? AND p.found_by LIKE ? ESCAPE '!'"
                " ORDER BY t.rowid",
                *query, pattern);
    } else {
        db.each(std::ref(taker),
                "SELECT uid, sort_name, uid_lower, place FROM roster_people"
                " WHERE found_by LIKE ? ESCAPE '!' ORDER BY place",
                pattern);
    }
    return cut(std::move(taker.people), changes, start, limit, offset);
}

}  // namespace roster::storage
