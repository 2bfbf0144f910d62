// SPDX-License-Identifier: Apache-2.0
#include "storage/people_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/change_notes.h"

namespace roster::storage {

namespace {

// Everybody has a place, a number that grows with the order of the lists. A newcomer's lies between
// those of the neighbours. Where two have no number left between them, a newcomer shares the shelf
// (the upper bits) of the one before, in no order within it: shelves are in order, and a page is
// sorted once more when it is cut.
constexpr int kShelfBits = 16;
constexpr std::int64_t kFirstNamed = std::int64_t{1} << 62;  // below: those without display name
constexpr std::int64_t kWidestStep = std::int64_t{1} << 40;
// A newcomer stays near the one before, since more are likely to follow in order, as numbers do:
// each takes a small part of the room that is left.
constexpr std::int64_t kPartOfRoom = 16, kMostNewShelves = std::int64_t{1} << 24;
// The people of a page are counted, so that whole pages can be passed over.
constexpr std::int64_t kPageSize = 512, kLargestPage = 2 * kPageSize;

constexpr std::int64_t shelf_of(std::int64_t place) {
    return place >> kShelfBits;
}

struct Entry {
    std::string uid{}, sort_name{}, uid_lower{}, found_by{};
};

Entry to_entry(const Row& row) {
    return {.uid = row.text(0),
            .sort_name = row.text(1),
            .uid_lower = row.text(2),
            .found_by = row.text(3)};
}

std::optional<Entry> find_entry(Connection& db, std::string_view uid) {
    return db.one(to_entry,
                  "SELECT u.uid, CASE WHEN u.displayname IS NULL THEN ''"
                  " ELSE '_' || lower(u.displayname) END, COALESCE(u.uid_lower, ''),"
                  " lower(u.uid || char(10) || COALESCE(u.displayname, '') || char(10) ||"
                  " COALESCE(p.configvalue, ''))"
                  " FROM oc_users u LEFT JOIN oc_preferences p ON p.userid = u.uid"
                  " AND p.appid = 'settings' AND p.configkey = 'email' WHERE u.uid = ?",
                  uid);
}

struct Indexed {
    std::int64_t place = 0;
    Entry entry{};
};

std::optional<Indexed> find_indexed(Connection& db, std::string_view uid) {
    return db.one(
        [](const Row& row) { return Indexed{.place = row.integer(4), .entry = to_entry(row)}; },
        "SELECT uid, sort_name, uid_lower, found_by, place FROM roster_people WHERE uid = ?", uid);
}

// What the text index has to learn. FTS5 gathers changes in memory as long as their places ascend,
// and else writes out a part for each, to be merged with the others later.
class TextChanges {
  public:
    void remove(std::int64_t place, std::string text) {
        changes_.push_back({place, false, std::move(text)});
    }
    void add(std::int64_t place, std::string text) {
        changes_.push_back({place, true, std::move(text)});
    }
    void apply(Connection& db) {
        std::ranges::sort(changes_, {}, [](const Change& c) { return std::pair(c.place, c.adds); });
        for (const auto& [place, adds, text] : changes_)
            if (adds)
                db.change("INSERT INTO roster_people_text (rowid, found_by) VALUES (?, ?)", place,
                          text);
            else
                db.change(
                    "INSERT INTO roster_people_text (roster_people_text, rowid, found_by)"
                    " VALUES ('delete', ?, ?)",
                    place, text);
    }

  private:
    struct Change {
        std::int64_t place = 0;
        bool adds = false;
        std::string text{};
    };
    std::vector<Change> changes_{};
};

void remove_indexed(Connection& db, const Indexed& old) {
    db.change("DELETE FROM roster_people WHERE place = ?", old.place);
    db.change(
        "UPDATE roster_people_pages SET people = people - 1 WHERE first_place ="
        " (SELECT MAX(first_place) FROM roster_people_pages WHERE first_place <= ?)",
        old.place);
}

std::int64_t place_before(Connection& db, const Entry& entry) {
    const auto found = db.one([](const Row& row) { return row.integer(0); },
                              "SELECT place FROM roster_people"
                              " WHERE (sort_name, uid_lower) < (?, ?)"
                              " ORDER BY sort_name DESC, uid_lower DESC LIMIT 1",
                              entry.sort_name, entry.uid_lower);
    const std::int64_t least = entry.sort_name.empty() ? 0 : kFirstNamed;
    return std::max(found.value_or(least), least);
}

std::int64_t place_after(Connection& db, const Entry& entry) {
    const auto found = db.one([](const Row& row) { return row.integer(0); },
                              "SELECT place FROM roster_people"
                              " WHERE (sort_name, uid_lower) > (?, ?)"
                              " ORDER BY sort_name, uid_lower LIMIT 1",
                              entry.sort_name, entry.uid_lower);
    const std::int64_t most =
        entry.sort_name.empty() ? kFirstNamed : std::numeric_limits<std::int64_t>::max();
    return std::min(found.value_or(most), most);
}

// Nothing when even the shelf of the one before is full.
std::optional<std::int64_t> choose_place(Connection& db, const Entry& entry) {
    const std::int64_t before = shelf_of(place_before(db, entry));
    const std::int64_t room = shelf_of(place_after(db, entry)) - before;
    if (room > 1)
        return (before + std::clamp<std::int64_t>(room / kPartOfRoom, 1, kMostNewShelves))
               << kShelfBits;
    const std::int64_t end = (before + 1) << kShelfBits;
    const std::int64_t last =
        db.integer("SELECT MAX(place) FROM roster_people WHERE place < ?", end);
    if (last + 1 >= end) return std::nullopt;
    return std::max(last + 1, before << kShelfBits);
}

// Pages end where shelves end.
void split_page(Connection& db, std::int64_t first_place, std::int64_t people) {
    const std::int64_t middle = db.integer(
        "SELECT place FROM roster_people WHERE place >= ? ORDER BY place LIMIT 1 OFFSET ?",
        first_place, people / 2);
    const std::int64_t boundary = shelf_of(middle) << kShelfBits;
    if (boundary <= first_place) return;
    const std::int64_t kept = db.integer(
        "SELECT COUNT(*) FROM roster_people WHERE place >= ? AND place < ?", first_place, boundary);
    db.change("UPDATE roster_people_pages SET people = ? WHERE first_place = ?", kept, first_place);
    db.change("INSERT INTO roster_people_pages (first_place, people) VALUES (?, ?)", boundary,
              people - kept);
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

void insert_indexed(Connection& db, std::int64_t place, const Entry& entry) {
    db.change(
        "INSERT INTO roster_people (place, uid, sort_name, uid_lower, found_by)"
        " VALUES (?, ?, ?, ?, ?)",
        place, entry.uid, entry.sort_name, entry.uid_lower, entry.found_by);
    count_in(db, place);
}

// False when there is no place left for this account.
bool fold_one(Connection& db, const std::string& uid, TextChanges& text) {
    const std::optional<Indexed> old = find_indexed(db, uid);
    const std::optional<Entry> now = find_entry(db, uid);
    const bool moves = !old || !now || old->entry.sort_name != now->sort_name ||
                       old->entry.uid_lower != now->uid_lower;
    if (old && now && !moves && old->entry.found_by == now->found_by) return true;
    if (old) {
        remove_indexed(db, *old);
        text.remove(old->place, old->entry.found_by);
    }
    if (!now) return true;
    const std::optional<std::int64_t> place = moves ? choose_place(db, *now) : old->place;
    if (!place) return false;
    insert_indexed(db, *place, *now);
    text.add(*place, now->found_by);
    return true;
}

std::int64_t count_changes(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM roster_people_changes");
}

}  // namespace

std::vector<std::string> people_index_statements(std::string_view prefix) {
    const auto noting = [prefix](std::string_view name, std::string_view event,
                                 std::string_view table, std::string_view condition,
                                 std::string_view uid) {
        return noting_trigger(fmt::format("roster_people_{}", name), "roster_people_changes",
                              fmt::format("{} ON {}{} {}", event, prefix, table, condition),
                              fmt::format("SELECT {} AS uid", uid));
    };
    constexpr std::string_view kNewMail = "WHEN new.appid = 'settings' AND new.configkey = 'email'";
    constexpr std::string_view kOldMail = "WHEN old.appid = 'settings' AND old.configkey = 'email'";
    return {
        "CREATE TABLE IF NOT EXISTS roster_people (place INTEGER PRIMARY KEY, uid TEXT NOT NULL, "
        "sort_name TEXT NOT NULL, uid_lower TEXT NOT NULL, found_by TEXT NOT NULL)",
        "CREATE UNIQUE INDEX IF NOT EXISTS roster_people_uid ON roster_people (uid)",
        "CREATE INDEX IF NOT EXISTS roster_people_order ON roster_people (sort_name, uid_lower)",
        "CREATE TABLE IF NOT EXISTS roster_people_pages (first_place INTEGER PRIMARY KEY, "
        "people INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS roster_people_changes (uid TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE VIRTUAL TABLE IF NOT EXISTS roster_people_text USING fts5(found_by, content='', "
        "detail='none', columnsize=0, tokenize='trigram')",
        "CREATE VIRTUAL TABLE IF NOT EXISTS roster_people_trigrams USING "
        "fts5vocab(roster_people_text, row)",
        "CREATE TABLE IF NOT EXISTS roster_people_common (trigram TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS roster_people_noted (people INTEGER NOT NULL)",
        noting("new", "INSERT", "users", "", "new.uid"),
        noting("renamed", "UPDATE OF uid, displayname, uid_lower", "users", "", "new.uid"),
        noting("moved", "UPDATE OF uid", "users", "", "old.uid"),
        noting("gone", "DELETE", "users", "", "old.uid"),
        noting("new_mail", "INSERT", "preferences", kNewMail, "new.userid"),
        noting("other_mail", "UPDATE", "preferences", kNewMail, "new.userid"),
        noting("moved_mail", "UPDATE OF userid, appid, configkey", "preferences", kOldMail,
               "old.userid"),
        noting("no_mail", "DELETE", "preferences", kOldMail, "old.userid"),
    };
}

std::vector<std::string> drop_people_index_statements() {
    std::vector<std::string> statements;
    for (const char* trigger :
         {"new", "renamed", "moved", "gone", "new_mail", "other_mail", "moved_mail", "no_mail"})
        statements.push_back(fmt::format("DROP TRIGGER IF EXISTS roster_people_{}", trigger));
    for (const char* table :
         {"roster_people_trigrams", "roster_people_text", "roster_people", "roster_people_pages",
          "roster_people_changes", "roster_people_common", "roster_people_noted"})
        statements.push_back(fmt::format("DROP TABLE IF EXISTS {}", table));
    return statements;
}

bool has_people_index(Connection& db) {
    return db.dialect().engine == Engine::sqlite && db.remembered("people index", [&db] {
        return db.exists("SELECT 1 FROM sqlite_master WHERE name = 'roster_people_noted'");
    });
}

bool has_old_people_index(Connection& db) {
    return db.dialect().engine == Engine::sqlite && !has_people_index(db) &&
           db.exists("SELECT 1 FROM sqlite_master WHERE name = 'roster_people'");
}

void complete_people_index(Connection& db) {
    if (!has_old_people_index(db)) return;
    db.open_call();
    for (const std::string& statement : people_index_statements(db.prefix()))
        db.run(statement);
    // What it has noted is taken to be as of now, rather than found out again for a million.
    if (db.exists("SELECT 1 FROM roster_people_common"))
        db.change(
            "INSERT INTO roster_people_noted (people) SELECT SUM(people) FROM roster_people_pages");
    db.close_call(true);
}

void build_people_index(Connection& db) {
    db.change("INSERT INTO roster_people_text (roster_people_text) VALUES ('delete-all')");
    db.change("DELETE FROM roster_people");
    db.change("DELETE FROM roster_people_pages");
    db.change("DELETE FROM roster_people_changes");
    const std::int64_t people = db.integer("SELECT COUNT(*) FROM oc_users");
    const std::int64_t step = std::min(kWidestStep, kFirstNamed / (people + 2));
    db.change(
        "INSERT INTO roster_people (place, uid, sort_name, uid_lower, found_by)"
        " SELECT ? * (sort_name <> '') + ? * ROW_NUMBER() OVER"
        " (PARTITION BY sort_name <> '' ORDER BY sort_name, uid_lower),"
        " uid, sort_name, uid_lower, found_by FROM"
        " (SELECT u.uid AS uid, CASE WHEN u.displayname IS NULL THEN ''"
        " ELSE '_' || lower(u.displayname) END AS sort_name,"
        " COALESCE(u.uid_lower, '') AS uid_lower,"
        " lower(u.uid || char(10) || COALESCE(u.displayname, '') || char(10) ||"
        " COALESCE(p.configvalue, '')) AS found_by"
        " FROM oc_users u LEFT JOIN oc_preferences p ON p.userid = u.uid"
        " AND p.appid = 'settings' AND p.configkey = 'email')",
        kFirstNamed, step >> kShelfBits << kShelfBits);
    db.change(
        "INSERT INTO roster_people_text (rowid, found_by)"
        " SELECT place, found_by FROM roster_people ORDER BY place");
    // One large part, so that what is added later is merged with what was added, not with all.
    db.change("INSERT INTO roster_people_text (roster_people_text) VALUES ('optimize')");
    db.change(
        "INSERT INTO roster_people_pages (first_place, people) SELECT MIN(place), COUNT(*) FROM"
        " (SELECT place, (ROW_NUMBER() OVER (ORDER BY place) - 1) / ? AS page"
        " FROM roster_people) GROUP BY page",
        kPageSize);
    // The first page begins before everybody who will ever come.
    db.change(
        "UPDATE roster_people_pages SET first_place = 0"
        " WHERE first_place = (SELECT MIN(first_place) FROM roster_people_pages)");
    if (people == 0)
        db.change("INSERT INTO roster_people_pages (first_place, people) VALUES (0, 0)");
    CommonTrigrams().note(db, people);
}

void fold_people_changes(Connection& db, std::int64_t most) {
    const std::vector<std::string> uids =
        db.texts("SELECT uid FROM roster_people_changes LIMIT ?", most);
    TextChanges text;
    for (const std::string& uid : uids) {
        if (!fold_one(db, uid, text)) return build_people_index(db);
        db.change("DELETE FROM roster_people_changes WHERE uid = ?", uid);
    }
    text.apply(db);
}

void refresh_people_index(Connection& db) {
    constexpr std::int64_t kManyChanges = 5'000, kPart = 10;
    if (!has_people_index(db)) return;
    const std::int64_t changes = count_changes(db);
    if (changes <= kManyChanges ||
        changes <= db.integer("SELECT COUNT(*) FROM roster_people") / kPart)
        return;
    db.open_call();
    build_people_index(db);
    db.close_call(true);
}

bool PeopleKeeper::tend(Connection& db, bool busy) {
    // A list looks at so many one by one in a few milliseconds.
    constexpr std::int64_t kMostWhileBusy = 256, kSomeWhileBusy = 256, kSome = 64;
    if (!has_people_index(db)) return false;
    const std::int64_t changes = count_changes(db);
    if (changes <= (busy ? kMostWhileBusy : 0)) return !busy && common_trigrams_.note_some(db);
    const std::int64_t some = busy ? kSomeWhileBusy : kSome;
    // No savepoint: the text index writes itself out at each.
    db.begin_batch();
    try {
        fold_people_changes(db, some);
    } catch (...) {
        db.abandon_batch();
        throw;
    }
    db.commit_batch();
    return true;
}

}  // namespace roster::storage
