// SPDX-License-Identifier: Apache-2.0
// How a page is cut out of the people index.
#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "storage/group_rows.h"
#include "storage/people_index.h"
#include "storage/people_query.h"

namespace roster::storage {

namespace {

constexpr int kShelfBits = 16;  // within a shelf there is no order

struct Person {
    std::string uid{}, sort_name{}, uid_lower{};
    bool operator<(const Person& other) const {
        return std::tie(sort_name, uid_lower) < std::tie(other.sort_name, other.uid_lower);
    }
};

// Accounts whose entries are out of date: those entries do not count, the accounts do.
struct Changes {
    std::unordered_set<std::string> uids{};
    std::vector<std::int64_t> old_places{};  // ascending
    struct Newcomer {
        std::int64_t place = 0;  // of the entry that comes after
        Person person{};
    };
    std::vector<Newcomer> people{};  // by place
};

Changes find_changes(Connection& db, const std::string& pattern) {
    Changes changes;
    db.each(
        [&changes](const Row& row) {
            changes.uids.insert(row.text(0));
            if (!row.is_null(1)) changes.old_places.push_back(row.integer(1));
            if (row.is_null(2) || row.integer(4) == 0) return;
            constexpr std::int64_t kAfterAll = std::numeric_limits<std::int64_t>::max();
            changes.people.push_back({.place = row.is_null(5) ? kAfterAll : row.integer(5),
                                      .person = {row.text(0), row.text(2), row.text(3)}});
        },
        "SELECT c.uid, c.place, c.sort_name, c.uid_lower, c.found_by LIKE ? ESCAPE '!',"
        " (SELECT n.place FROM roster_people n"
        " WHERE (n.sort_name, n.uid_lower) > (c.sort_name, c.uid_lower)"
        " ORDER BY n.sort_name, n.uid_lower LIMIT 1) FROM"
        " (SELECT s.uid AS uid, o.place AS place, CASE WHEN u.uid IS NULL THEN NULL"
        " WHEN u.displayname IS NULL THEN '' ELSE '_' || lower(u.displayname) END AS sort_name,"
        " COALESCE(u.uid_lower, '') AS uid_lower,"
        " lower(u.uid || char(10) || COALESCE(u.displayname, '') || char(10) ||"
        " COALESCE(p.configvalue, '')) AS found_by"
        " FROM roster_people_changes s LEFT JOIN roster_people o ON o.uid = s.uid"
        " LEFT JOIN oc_users u ON u.uid = s.uid"
        " LEFT JOIN oc_preferences p ON p.userid = s.uid"
        " AND p.appid = 'settings' AND p.configkey = 'email') c",
        pattern);
    std::ranges::sort(changes.old_places);
    std::ranges::sort(changes.people, {}, &Changes::Newcomer::place);
    return changes;
}

// Takes entries in the order of their places until it has `wanted` of them, then the rest of the
// last shelf, so that sorting cannot bring in one that was not taken.
class Taker {
  public:
    Taker(const Changes& changes, std::int64_t wanted) : changes_(changes), wanted_(wanted) {}

    bool operator()(const Row& row) {
        const std::int64_t shelf = row.integer(3) >> kShelfBits;
        const bool enough = wanted_ >= 0 && static_cast<std::int64_t>(people.size()) >= wanted_;
        if (enough && shelf != shelf_) return false;
        shelf_ = shelf;
        Person person{row.text(0), row.text(1), row.text(2)};
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
};

// Each page as its index entries are: where it begins, and how many are in those before.
using Pages = std::shared_ptr<const std::vector<Start>>;

Pages find_pages(Connection& db) {
    return db.remembered("people pages", [&db]() -> Pages {
        std::int64_t before = 0;
        return std::make_shared<const std::vector<Start>>(db.all(
            [&before](const Row& row) {
                const Start page{.place = row.integer(0), .people_before = before};
                before += row.integer(1);
                return page;
            },
            "SELECT first_place, people FROM roster_people_pages ORDER BY first_place"));
    });
}

// The last page before which no more than `offset` people are.
Start find_start(Connection& db, const Changes& changes, std::int64_t offset) {
    // So many are passed over before the pages are read.
    constexpr std::int64_t kFew = 256;
    Start start;
    if (offset <= kFew) return start;
    auto old_place = changes.old_places.begin();
    auto newcomer = changes.people.begin();
    const Pages pages = find_pages(db);
    for (Start page : *pages) {
        while (old_place != changes.old_places.end() && *old_place < page.place)
            ++old_place;
        while (newcomer != changes.people.end() && newcomer->place < page.place)
            ++newcomer;
        page.people_before +=
            (newcomer - changes.people.begin()) - (old_place - changes.old_places.begin());
        if (page.people_before > offset) break;
        start = page;
    }
    return start;
}

// Without changes the places tell where in its page the offset is: at the beginning of a shelf.
Start skip_within_page(Connection& db, const Start& page, std::int64_t offset) {
    const auto found = db.one([](const Row& row) { return row.integer(0); },
                              "SELECT place FROM roster_people WHERE place >= ?"
                              " ORDER BY place LIMIT 1 OFFSET ?",
                              page.place, offset - page.people_before);
    if (!found) return page;
    const std::int64_t place = std::max(page.place, *found >> kShelfBits << kShelfBits);
    const std::int64_t on_shelf = db.integer(
        "SELECT COUNT(*) FROM roster_people WHERE place >= ? AND place < ?", place, *found);
    return {.place = place, .people_before = offset - on_shelf};
}

std::vector<std::string> cut(std::vector<Person> people, const Changes& changes, const Start& start,
                             std::int64_t limit, std::int64_t offset) {
    for (const Changes::Newcomer& newcomer : changes.people)
        if (newcomer.place >= start.place) people.push_back(newcomer.person);
    std::ranges::sort(people, [](const Person& a, const Person& b) { return a < b; });
    std::vector<std::string> uids;
    const auto size = static_cast<std::int64_t>(people.size());
    const std::int64_t first = std::min(offset - start.people_before, size);
    const std::int64_t last = limit == kEveryRow ? size : std::min(size, first + limit);
    for (std::int64_t i = first; i < last; ++i)
        uids.push_back(std::move(people[static_cast<std::size_t>(i)].uid));
    return uids;
}

}  // namespace

std::optional<std::vector<std::string>> page_of_people(Connection& db, std::string_view search,
                                                       std::int64_t limit, std::int64_t offset) {
    if (!can_find_people(db, search)) return std::nullopt;
    if (limit <= 0) return std::vector<std::string>{};
    const std::string pattern = people_pattern(search);
    const Changes changes = find_changes(db, pattern);
    Start start;
    if (search.empty()) start = find_start(db, changes, offset);
    if (search.empty() && changes.uids.empty()) start = skip_within_page(db, start, offset);
    Taker taker(changes, limit == kEveryRow ? -1 : offset - start.people_before + limit);
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
