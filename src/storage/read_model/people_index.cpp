// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_index.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/read_model/change_notes.h"
#include "storage/read_model/index_state.h"
#include "storage/read_model/people_places.h"

namespace roster::storage {

namespace {

// An account as the index has it.
struct Entry {
    Person person{};
    std::string found_by{};
};

// What was noted when the first row of an account changed since its entry was made.
struct Change {
    std::string uid{};
    std::optional<Person> was{};  // nothing when there is no entry
    bool mail = false;            // whether the e-mail may have changed
};

std::vector<Change> some_changes(Connection& db, std::int64_t most) {
    return db.all(
        [](const Row& row) {
            Change change{.uid = row.text(0), .mail = row.integer(3) != 0};
            if (!row.is_null(1)) change.was = Person{row.text(1), row.text(2), change.uid};
            return change;
        },
        "SELECT uid, sort_name, uid_lower, mail FROM roster_people_changes LIMIT ?", most);
}

struct Indexed {
    std::int64_t place = 0;
    Entry entry{};
};

std::optional<Indexed> find_indexed(Connection& db, const Person& person) {
    const std::optional<std::int64_t> place = find_place(db, person);
    if (!place) return std::nullopt;
    return Indexed{
        .place = *place,
        .entry = {.person = person,
                  .found_by = db.text("SELECT found_by FROM roster_people WHERE place = ?", *place)
                                  .value_or("")}};
}

std::string find_mail(Connection& db, std::string_view uid) {
    return db
        .text(
            "SELECT lower(configvalue) FROM oc_preferences WHERE userid = ? AND appid = 'settings'"
            " AND configkey = 'email'",
            uid)
        .value_or("");
}

// The end of what somebody is found by, after the uid and the display name with a line end each.
std::string mail_of(const Entry& entry) {
    const std::string& name = entry.person.sort_name;
    const std::size_t name_size = name.empty() ? 0 : name.size() - 1;
    return entry.found_by.substr(entry.person.uid.size() + 1 + name_size + 1);
}

// As the tables are now.
std::optional<Entry> find_entry(Connection& db, const Change& change, const Indexed* old) {
    std::optional<Entry> entry = db.one(
        [](const Row& row) {
            return Entry{.person = {row.text(1), row.text(2), row.text(0)},
                         .found_by = row.text(3)};
        },
        "SELECT uid, CASE WHEN displayname IS NULL THEN '' ELSE '_' || lower(displayname) END,"
        " COALESCE(uid_lower, ''),"
        " lower(uid || char(10) || COALESCE(displayname, '') || char(10))"
        " FROM oc_users WHERE uid = ?",
        change.uid);
    if (entry)
        entry->found_by += old && !change.mail ? mail_of(old->entry) : find_mail(db, change.uid);
    return entry;
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

// Removes or corrects the entry of an account, and adds one to `newcomers` that needs a place.
// False when the index is not as it was noted.
bool fold_one(Connection& db, const Change& change, std::vector<Entry>& newcomers,
              TextChanges& text) {
    const std::optional<Indexed> old =
        change.was ? find_indexed(db, *change.was) : std::optional<Indexed>{};
    if (change.was && !old) return false;
    std::optional<Entry> now = find_entry(db, change, old ? &*old : nullptr);
    const bool stays = old && now && old->entry.person == now->person;
    if (stays && old->entry.found_by == now->found_by) return true;
    if (old) text.remove(old->place, old->entry.found_by);
    if (stays) {
        db.change("UPDATE roster_people SET found_by = ? WHERE place = ?", now->found_by,
                  old->place);
        text.add(old->place, now->found_by);
        return true;
    }
    if (old) {
        db.change("DELETE FROM roster_people WHERE place = ?", old->place);
        count_out(db, old->place);
    }
    if (now) newcomers.push_back(*std::move(now));
    return true;
}

// False when there is no place left for one of them.
bool add_newcomers(Connection& db, std::vector<Entry> newcomers, TextChanges& text) {
    std::ranges::sort(newcomers, {}, &Entry::person);
    std::vector<Person> people;
    for (const Entry& newcomer : newcomers)
        people.push_back(newcomer.person);
    for (std::size_t done = 0; done < newcomers.size();) {
        const std::vector<std::int64_t> places = choose_places(db, std::span(people).subspan(done));
        if (places.empty()) return false;
        for (const std::int64_t place : places) {
            const auto& [person, found_by] = newcomers[done++];
            db.change(
                "INSERT INTO roster_people (place, uid, sort_name, uid_lower, found_by)"
                " VALUES (?, ?, ?, ?, ?)",
                place, person.uid, person.sort_name, person.uid_lower, found_by);
            count_in(db, place);
            text.add(place, found_by);
        }
    }
    return true;
}

std::int64_t count_changes(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM roster_people_changes");
}

// What a trigger notes: the entry that was made of a row of the accounts.
std::string select_change(std::string_view row, std::string_view mail) {
    return fmt::format(
        "SELECT {0}.uid AS uid, CASE WHEN {0}.displayname IS NULL THEN ''"
        " ELSE '_' || lower({0}.displayname) END AS sort_name,"
        " COALESCE({0}.uid_lower, '') AS uid_lower, {1} AS mail",
        row, mail);
}

}  // namespace

std::vector<std::string> people_index_statements(std::string_view prefix) {
    // The entry that an account has was made of the row as it was before the first change.
    const auto noting = [prefix](std::string_view name, std::string_view event,
                                 std::string_view noted) {
        return noting_trigger(
            fmt::format("roster_people_{}", name),
            {.name = "roster_people_changes", .columns = "uid, sort_name, uid_lower, mail"},
            fmt::format("{} ON {}users", event, prefix), noted);
    };
    const auto noting_mail = [prefix](std::string_view name, std::string_view event,
                                      std::string_view row) {
        return noting_trigger(fmt::format("roster_people_{}", name),
                              {.name = "roster_people_changes",
                               .columns = "uid, sort_name, uid_lower, mail",
                               .again = "mail = 1"},
                              fmt::format("{1} ON {0}preferences WHEN {2}.appid = 'settings'"
                                          " AND {2}.configkey = 'email'",
                                          prefix, event, row),
                              fmt::format("{} FROM {}users u WHERE u.uid = {}.userid",
                                          select_change("u", "1"), prefix, row));
    };
    constexpr std::string_view kNewcomer =
        "SELECT new.uid AS uid, NULL AS sort_name, NULL AS uid_lower, 1 AS mail";
    const std::string was = select_change("old", "old.uid <> new.uid");
    const std::string gone = select_change("old", "1");
    return {
        "CREATE TABLE IF NOT EXISTS roster_people (place INTEGER PRIMARY KEY, uid TEXT NOT NULL, "
        "sort_name TEXT NOT NULL, uid_lower TEXT NOT NULL, found_by TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS roster_people_pages (first_place INTEGER PRIMARY KEY, "
        "people INTEGER NOT NULL, sort_name TEXT NOT NULL, uid_lower TEXT NOT NULL, "
        "uid TEXT NOT NULL)",
        "CREATE UNIQUE INDEX IF NOT EXISTS roster_people_page_keys"
        " ON roster_people_pages (sort_name, uid_lower, uid)",
        "CREATE TABLE IF NOT EXISTS roster_people_changes (uid TEXT PRIMARY KEY, sort_name TEXT, "
        "uid_lower TEXT, mail INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE VIRTUAL TABLE IF NOT EXISTS roster_people_text USING fts5(found_by, content='', "
        "detail='none', columnsize=0, tokenize='trigram')",
        "CREATE VIRTUAL TABLE IF NOT EXISTS roster_people_trigrams USING "
        "fts5vocab(roster_people_text, row)",
        "CREATE TABLE IF NOT EXISTS roster_people_common (trigram TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS roster_people_noted (people INTEGER NOT NULL)",
        noting("new", "INSERT", kNewcomer),
        noting("renamed", "UPDATE OF uid, displayname, uid_lower", was),
        noting("moved", "UPDATE OF uid", kNewcomer),
        noting("gone", "DELETE", gone),
        noting_mail("new_mail", "INSERT", "new"),
        noting_mail("other_mail", "UPDATE", "new"),
        noting_mail("moved_mail", "UPDATE OF userid, appid, configkey", "old"),
        noting_mail("no_mail", "DELETE", "old"),
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
    return find_index_state(db).people;
}

bool has_old_people_index(Connection& db) {
    return db.dialect().engine == Engine::sqlite && !has_people_index(db) &&
           db.exists("SELECT 1 FROM sqlite_master WHERE name = 'roster_people'");
}

void complete_people_index(Connection& db) {
    if (!has_old_people_index(db)) return;
    db.open_call();
    db.run(drop_people_index_statements());
    db.run(people_index_statements(db.prefix()));
    build_people_index(db);
    db.close_call(true);
}

void build_people_index(Connection& db) {
    db.change("INSERT INTO roster_people_text (roster_people_text) VALUES ('delete-all')");
    db.change("DELETE FROM roster_people");
    db.change("DELETE FROM roster_people_pages");
    db.change("DELETE FROM roster_people_changes");
    const std::int64_t people = db.integer("SELECT COUNT(*) FROM oc_users");
    constexpr std::int64_t kWidestStep = std::int64_t{1} << 40;
    const std::int64_t step = std::min(kWidestStep, kFirstNamed / (people + 2));
    db.change(
        "INSERT INTO roster_people (place, uid, sort_name, uid_lower, found_by)"
        " SELECT ? * (sort_name <> '') + ? * ROW_NUMBER() OVER"
        " (PARTITION BY sort_name <> '' ORDER BY sort_name, uid_lower, uid),"
        " uid, sort_name, uid_lower, found_by FROM"
        " (SELECT u.uid AS uid, CASE WHEN u.displayname IS NULL THEN ''"
        " ELSE '_' || lower(u.displayname) END AS sort_name,"
        " COALESCE(u.uid_lower, '') AS uid_lower,"
        " lower(u.uid || char(10) || COALESCE(u.displayname, '') || char(10) ||"
        " COALESCE(p.configvalue, '')) AS found_by"
        " FROM oc_users u LEFT JOIN oc_preferences p ON p.userid = u.uid"
        " AND p.appid = 'settings' AND p.configkey = 'email')",
        kFirstNamed, start_of_shelf(step));
    db.change(
        "INSERT INTO roster_people_text (rowid, found_by)"
        " SELECT place, found_by FROM roster_people ORDER BY place");
    // One large part, so that what is added later is merged with what was added, not with all.
    db.change("INSERT INTO roster_people_text (roster_people_text) VALUES ('optimize')");
    // Parts of one size that wait to be merged: more of them take longer to search, and each change
    // is merged less often.
    db.change("INSERT INTO roster_people_text (roster_people_text, rank) VALUES ('automerge', 8)");
    // The key is that of the row with the least place.
    db.change(
        "INSERT INTO roster_people_pages (first_place, people, sort_name, uid_lower, uid)"
        " SELECT MIN(place), COUNT(*), sort_name, uid_lower, uid FROM"
        " (SELECT place, sort_name, uid_lower, uid,"
        " (ROW_NUMBER() OVER (ORDER BY place) - 1) / ? AS page FROM roster_people) GROUP BY page",
        kPageSize);
    // The first page begins before everybody who will ever come.
    db.change(
        "UPDATE roster_people_pages SET first_place = 0, sort_name = '', uid_lower = '', uid = ''"
        " WHERE first_place = (SELECT MIN(first_place) FROM roster_people_pages)");
    if (people == 0) db.change("INSERT INTO roster_people_pages VALUES (0, 0, '', '', '')");
    CommonTrigrams().note(db, people);
}

void fold_people_changes(Connection& db, std::int64_t most) {
    TextChanges text;
    std::vector<Entry> newcomers;
    for (const Change& change : some_changes(db, most)) {
        if (!fold_one(db, change, newcomers, text)) return build_people_index(db);
        db.change("DELETE FROM roster_people_changes WHERE uid = ?", change.uid);
    }
    if (!add_newcomers(db, std::move(newcomers), text)) return build_people_index(db);
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
    // Asked after each batch of writes: not find_index_state(), which reads the text of the schema.
    if (db.engine() != Engine::sqlite ||
        !db.exists("SELECT 1 FROM sqlite_master WHERE name = 'roster_people_page_keys'"))
        return false;
    const std::int64_t changes = count_changes(db);
    if (changes <= (busy ? kMostWhileBusy : 0)) return !busy && common_trigrams_.note_some(db);
    const std::int64_t some = busy ? kSomeWhileBusy : kSome;
    // No savepoint: the text index writes itself out at each. Not durable: entries can be made
    // again of what was noted.
    db.begin_batch(false);
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
