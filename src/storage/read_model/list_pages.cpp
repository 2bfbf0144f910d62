// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/list_pages.h"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "storage/engine/many_rows.h"
#include "storage/read_model/list_indexes.h"

namespace roster::storage {

namespace {

// Entries of a page when it is made, and when it is split.
constexpr std::int64_t kPage = 1'000, kLargest = 2 * kPage;
// Instead of the largest: the list is to be counted anew. Less than triggers can count down to.
constexpr std::int64_t kUnknown = -(std::int64_t{1} << 62);
// The lists have names: this one, or `in ` and a gid.
constexpr std::string_view kLogins = "logins", kMembers = "in ";

std::string members_of(std::string_view gid) {
    return fmt::format("{}{}", kMembers, gid);
}

// Parts of triggers; list and key are expressions.
std::string counting(std::string_view list, std::string_view key, std::string_view change) {
    return fmt::format(
        " UPDATE roster_list_pages SET entries = entries {2} WHERE list = {0} AND first ="
        " (SELECT MAX(first) FROM roster_list_pages WHERE list = {0} AND first <= {1});",
        list, key, change);
}

std::string doubting(std::string_view list) {
    return fmt::format(
        " DELETE FROM roster_list_pages WHERE list = {0};"
        " INSERT INTO roster_list_pages (list, first, entries, most) VALUES ({0}, '', 0, {1});",
        list, kUnknown);
}

std::string beginning(std::string_view list) {
    return fmt::format(
        " INSERT INTO roster_list_pages (list, first, entries, most) SELECT {0}, '', 0, {1}"
        " WHERE NOT EXISTS (SELECT 1 FROM roster_list_pages WHERE list = {0});",
        list, kLargest);
}

std::string trigger(std::string_view name, std::string_view event, std::string_view does) {
    return fmt::format("CREATE TRIGGER IF NOT EXISTS roster_list_{} {} BEGIN{} END", name, event,
                       does);
}

void add_member_triggers(std::vector<std::string>& statements, std::string_view prefix) {
    const std::string table = fmt::format("{}group_user", prefix);
    const auto add = [&](std::string_view name, std::string_view event, std::string_view condition,
                         const std::string& does) {
        statements.push_back(
            trigger(name, fmt::format("{} ON {} {}", event, table, condition), does));
    };
    add("joins", "BEFORE INSERT",
        fmt::format("WHEN EXISTS (SELECT 1 FROM {} WHERE gid = new.gid AND uid = new.uid)", table),
        doubting("'in ' || new.gid"));
    add("joined", "AFTER INSERT", "",
        beginning("'in ' || new.gid") + counting("'in ' || new.gid", "new.uid", "+ 1"));
    add("left", "AFTER DELETE", "", counting("'in ' || old.gid", "old.uid", "- 1"));
    add("moved", "AFTER UPDATE OF gid, uid", "",
        doubting("'in ' || old.gid") + doubting("'in ' || new.gid"));
}

void add_login_triggers(std::vector<std::string>& statements, std::string_view prefix) {
    const std::string table = fmt::format("{}preferences", prefix);
    const auto is_login = [](std::string_view row) {
        return fmt::format("({0}.appid = 'login' AND {0}.configkey = 'lastLogin')", row);
    };
    const auto add = [&](std::string_view name, std::string_view event,
                         const std::string& condition, const std::string& does) {
        statements.push_back(
            trigger(name, fmt::format("{} ON {} WHEN {}", event, table, condition), does));
    };
    const std::string add_new = counting("'logins'", "COALESCE(new.configvalue, '')", "+ 1");
    const std::string take_old = counting("'logins'", "COALESCE(old.configvalue, '')", "- 1");
    add("logs_in", "BEFORE INSERT",
        fmt::format("{} AND EXISTS (SELECT 1 FROM {} WHERE userid = new.userid"
                    " AND appid = new.appid AND configkey = new.configkey)",
                    is_login("new"), table),
        doubting("'logins'"));
    add("logged_in", "AFTER INSERT", is_login("new"), add_new);
    add("again", "AFTER UPDATE OF configvalue",
        fmt::format("{} AND {}", is_login("old"), is_login("new")), take_old + add_new);
    add("forgot", "AFTER DELETE", is_login("old"), take_old);
    add("renamed", "AFTER UPDATE OF userid, appid, configkey",
        fmt::format("({} OR {}) AND (old.userid, old.appid, old.configkey)"
                    " <> (new.userid, new.appid, new.configkey)",
                    is_login("old"), is_login("new")),
        doubting("'logins'"));
}

void count_members_anew(Connection& db, std::string_view gid) {
    const std::string list = members_of(gid);
    db.change("DELETE FROM roster_list_pages WHERE list = ?", list);
    db.change(
        "INSERT INTO roster_list_pages (list, first, entries, most)"
        " SELECT ?, CASE page WHEN 0 THEN '' ELSE MIN(uid) END, COUNT(*), ? FROM"
        " (SELECT uid, (ROW_NUMBER() OVER (ORDER BY uid) - 1) / ? AS page"
        " FROM oc_group_user WHERE gid = ?) GROUP BY page",
        list, kLargest, kPage, gid);
}

// Those of one time are on one page.
void count_logins_anew(Connection& db) {
    db.change("DELETE FROM roster_list_pages WHERE list = ?", kLogins);
    db.change(
        "INSERT INTO roster_list_pages (list, first, entries, most)"
        " SELECT ?, MIN(value), SUM(logins), ? FROM"
        " (SELECT value, logins, (SUM(logins) OVER (ORDER BY value) - logins) / ? AS page FROM"
        " (SELECT COALESCE(configvalue, '') AS value, COUNT(*) AS logins FROM oc_preferences"
        " WHERE appid = 'login' AND configkey = 'lastLogin' GROUP BY 1)) GROUP BY page",
        kLogins, kLargest, kPage);
    db.change(
        "UPDATE roster_list_pages SET first = '' WHERE list = ?"
        " AND first = (SELECT MIN(first) FROM roster_list_pages WHERE list = ?)",
        kLogins, kLogins);
    db.change(
        "INSERT INTO roster_list_pages (list, first, entries, most) SELECT ?, '', 0, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM roster_list_pages WHERE list = ?)",
        kLogins, kLargest, kLogins);
}

struct ListPage {
    std::string list{}, first{};
    std::int64_t entries = 0, most = 0;
};

struct Half {
    std::string first{};
    std::int64_t entries = 0;
};

Half to_half(const Row& row) {
    return {.first = row.text(0), .entries = row.integer(1)};
}

// The upper half of a page, from its middle on.
std::optional<Half> upper_half_of_members(Connection& db, const ListPage& page,
                                          const std::optional<std::string>& next) {
    const std::string_view gid = std::string_view(page.list).substr(kMembers.size());
    return db.one(to_half,
                  "SELECT h.uid, (SELECT COUNT(*) FROM oc_group_user m WHERE m.gid = ?"
                  " AND m.uid >= h.uid AND (? IS NULL OR m.uid < ?)) FROM"
                  " (SELECT uid FROM oc_group_user WHERE gid = ? AND uid >= ?"
                  " ORDER BY uid LIMIT 1 OFFSET ?) h WHERE ? IS NULL OR h.uid < ?",
                  gid, next, next, gid, page.first, page.entries / 2, next, next);
}

// The middle may be of the time with which the page begins: then from the next time on.
std::optional<Half> upper_half_of_logins(Connection& db, const ListPage& page,
                                         const std::optional<std::string>& next) {
    std::optional<std::string> middle = db.text(
        "SELECT configvalue FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin'"
        " AND configvalue >= ? ORDER BY configvalue LIMIT 1 OFFSET ?",
        page.first, page.entries / 2);
    if (!middle) return std::nullopt;
    const bool splits = db.exists(
        "SELECT 1 FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin'"
        " AND configvalue >= ? AND configvalue < ? LIMIT 1",
        page.first, *middle);
    if (!splits)
        middle = db.text(
            "SELECT MIN(configvalue) FROM oc_preferences"
            " WHERE appid = 'login' AND configkey = 'lastLogin' AND configvalue > ?",
            *middle);
    if (!middle || (next && *middle >= *next)) return std::nullopt;
    return db.one(to_half,
                  "SELECT ?, COUNT(*) FROM oc_preferences WHERE appid = 'login'"
                  " AND configkey = 'lastLogin' AND configvalue >= ?"
                  " AND (? IS NULL OR configvalue < ?)",
                  *middle, *middle, next, next);
}

void split(Connection& db, const ListPage& page) {
    const std::optional<std::string> next =
        db.text("SELECT MIN(first) FROM roster_list_pages WHERE list = ? AND first > ?", page.list,
                page.first);
    const std::optional<Half> half = page.list == kLogins ? upper_half_of_logins(db, page, next)
                                                          : upper_half_of_members(db, page, next);
    // What cannot be split now is looked at again when it has grown.
    db.change("UPDATE roster_list_pages SET entries = ?, most = ? WHERE list = ? AND first = ?",
              page.entries - (half ? half->entries : 0), half ? kLargest : page.entries + kLargest,
              page.list, page.first);
    if (half)
        db.change("INSERT INTO roster_list_pages (list, first, entries, most) VALUES (?, ?, ?, ?)",
                  page.list, half->first, half->entries, kLargest);
}

}  // namespace

std::vector<std::string> list_page_statements(std::string_view prefix) {
    std::vector<std::string> statements{
        "CREATE TABLE IF NOT EXISTS roster_list_pages (list TEXT NOT NULL, first TEXT NOT NULL, "
        "entries INTEGER NOT NULL, most INTEGER NOT NULL, PRIMARY KEY (list, first)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS roster_list_pages_due ON roster_list_pages (list)"
        " WHERE entries > most"};
    add_member_triggers(statements, prefix);
    add_login_triggers(statements, prefix);
    return statements;
}

std::vector<std::string> drop_list_page_statements() {
    std::vector<std::string> statements;
    for (const char* name :
         {"joins", "joined", "left", "moved", "logs_in", "logged_in", "again", "forgot", "renamed"})
        statements.push_back(fmt::format("DROP TRIGGER IF EXISTS roster_list_{}", name));
    statements.emplace_back("DROP TABLE IF EXISTS roster_list_pages");
    return statements;
}

void build_list_pages(Connection& db) {
    db.change("DELETE FROM roster_list_pages");
    for (const std::string& gid : db.texts("SELECT DISTINCT gid FROM oc_group_user"))
        count_members_anew(db, gid);
    count_logins_anew(db);
}

bool tend_list_pages(Connection& db) {
    if (!has_list_indexes(db)) return false;
    const auto due = db.one(
        [](const Row& row) {
            return ListPage{.list = row.text(0),
                            .first = row.text(1),
                            .entries = row.integer(2),
                            .most = row.integer(3)};
        },
        "SELECT list, first, entries, most FROM roster_list_pages WHERE entries > most LIMIT 1");
    if (!due) return false;
    db.open_call();
    if (due->most != kUnknown)
        split(db, *due);
    else if (due->list == kLogins)
        count_logins_anew(db);
    else
        count_members_anew(db, std::string_view(due->list).substr(kMembers.size()));
    db.close_call(true);
    return true;
}

namespace {

// Takes the pages of a list in its order, as their key, their entries and the most of them, until
// it is at the page with the offset, or at the last one.
class Finder {
  public:
    explicit Finder(std::int64_t offset) : wanted_(offset) {}

    bool operator()(const Row& row) {
        known_ = row.integer(2) != kUnknown;
        if (!known_ || before_ + entries_ > wanted_) return false;
        before_ += entries_;
        entries_ = row.integer(1);
        previous_ = std::exchange(key_, row.text(0));
        return true;
    }
    bool known() const { return known_ && key_; }
    const std::optional<std::string>& key() const { return key_; }
    const std::optional<std::string>& previous_key() const { return previous_; }
    std::int64_t offset_in_page() const { return wanted_ - before_; }

  private:
    const std::int64_t wanted_;
    std::int64_t before_ = 0, entries_ = 0;
    bool known_ = false;
    std::optional<std::string> key_{}, previous_{};
};

// So many are passed over in less time than it takes to read the pages.
constexpr std::int64_t kFew = 1'000;

}  // namespace

std::optional<std::vector<Uid>> deep_page_of_group(Connection& db, std::string_view gid,
                                                   std::int64_t limit, std::int64_t offset) {
    if (offset < kFew || !has_list_indexes(db)) return std::nullopt;
    Finder page(offset);
    db.each(std::ref(page),
            "SELECT first, entries, most FROM roster_list_pages WHERE list = ? ORDER BY first",
            members_of(gid));
    if (!page.known()) return std::nullopt;
    return db.uids(
        "SELECT uid FROM oc_group_user WHERE gid = ? AND uid >= ? ORDER BY uid LIMIT ? OFFSET ?",
        gid, *page.key(), limit, page.offset_in_page());
}

std::optional<std::vector<Uid>> deep_page_of_logins(Connection& db, std::int64_t limit,
                                                    std::int64_t offset) {
    if (offset < kFew || !has_list_indexes(db)) return std::nullopt;
    Finder page(offset);
    db.each(std::ref(page),
            "SELECT first, entries, most FROM roster_list_pages WHERE list = ?"
            " ORDER BY first DESC",
            kLogins);
    if (!page.known() || !page.previous_key()) return std::nullopt;
    // Logins without a time come last, where a comparison leaves them out.
    if (db.exists("SELECT 1 FROM oc_preferences WHERE appid = 'login'"
                  " AND configkey = 'lastLogin' AND configvalue IS NULL"))
        return std::nullopt;
    return db.uids(
        "SELECT userid FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin'"
        " AND configvalue < ? ORDER BY configvalue DESC,"
        " userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(userid)"
        " LIMIT ? OFFSET ?",
        *page.previous_key(), limit, page.offset_in_page());
}

std::unordered_map<Gid, std::int64_t> count_members(Connection& db, std::span<const Gid> gids) {
    std::unordered_map<Gid, std::int64_t> counts;
    std::vector<std::string> lists;
    for (const Gid& gid : gids)
        lists.push_back(members_of(gid));
    visit_many<
        "SELECT list, SUM(entries), MIN(most) FROM roster_list_pages WHERE list IN ([?|, ])"
        " GROUP BY list">(
        db, lists,
        [&counts](const Row& row) {
            if (row.integer(2) != kUnknown)
                counts.emplace(Gid(std::string(row.view(0).substr(kMembers.size()))),
                               row.integer(1));
        },
        [](const std::string& list) { return std::tie(list); });
    return counts;
}

std::int64_t count_members(Connection& db, std::string_view gid) {
    const auto counted = db.one(
        [](const Row& row) { return std::pair(row.integer(0), row.integer(1) != kUnknown); },
        "SELECT SUM(entries), MIN(most) FROM roster_list_pages WHERE list = ?", members_of(gid));
    if (counted && counted->second) return counted->first;
    return db.integer("SELECT COUNT(*) FROM oc_group_user WHERE gid = ?", gid);
}

}  // namespace roster::storage
