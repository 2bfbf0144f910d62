// SPDX-License-Identifier: Apache-2.0
#include "storage/user_list_rows.h"

#include "storage/indexed_lists.h"
#include "storage/like.h"
#include "storage/list_pages.h"
#include "storage/people_index.h"

namespace roster::storage {

std::vector<std::string> all_uids(Connection& db) {
    return db.texts("SELECT uid FROM oc_users");
}

std::vector<std::string> page_of_uids(Connection& db, std::int64_t limit, std::int64_t offset) {
    if (auto page = page_of_people(db, "", limit, offset)) return *std::move(page);
    return db.texts(
        "SELECT uid FROM oc_users ORDER BY lower(displayname), uid_lower LIMIT ? OFFSET ?", limit,
        offset);
}

std::vector<std::string> search_uids(Connection& db, std::string_view search, std::int64_t limit,
                                     std::int64_t offset) {
    if (auto page = page_of_people(db, search, limit, offset)) return *std::move(page);
    const std::string pattern = like_pattern(search);
    // Each of the three can have an index.
    return db.texts(
        "SELECT u.uid FROM (SELECT uid FROM oc_users WHERE {has:uid}"
        " UNION SELECT uid FROM oc_users WHERE {has:displayname}"
        " UNION SELECT userid FROM oc_preferences WHERE appid = 'settings' AND configkey = 'email'"
        " AND {has:configvalue}) found"
        " JOIN oc_users u ON u.uid = found.uid"
        " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
        pattern, pattern, pattern, limit, offset);
}

std::vector<DisabledUser> disabled_users(Connection& db) {
    const auto to_disabled_user = [](const Row& row) {
        return DisabledUser{.uid = row.text(0),
                            .display_name = row.optional_text(1),
                            .email = row.text(2),
                            .gone = row.is_null(3)};
    };
    return db.all(
        to_disabled_user,
        "SELECT p.userid, u.displayname, COALESCE(n.configvalue, e.configvalue, ''), u.uid"
        " FROM oc_preferences p LEFT JOIN oc_users u ON u.uid = p.userid"
        " LEFT JOIN oc_preferences n ON n.userid = p.userid"
        " AND n.appid = 'settings' AND n.configkey = 'primary_email'"
        " LEFT JOIN oc_preferences e ON e.userid = p.userid"
        " AND e.appid = 'settings' AND e.configkey = 'email'"
        " WHERE p.appid = 'core' AND p.configkey = 'enabled'"
        " AND p.configvalue = 'false' ORDER BY {written:p.userid}");
}

std::vector<std::string> recent_logins(Connection& db, std::int64_t limit, std::int64_t offset) {
    if (auto page = deep_page_of_logins(db, limit, offset)) return *std::move(page);
    return db.texts(
        "SELECT userid FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin'"
        " ORDER BY configvalue DESC,"
        " userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(userid)"
        " LIMIT ? OFFSET ?",
        limit, offset);
}

std::vector<std::string> search_recent_logins(Connection& db, std::string_view search,
                                              std::int64_t limit, std::int64_t offset) {
    if (auto page = search_logins(db, search, limit, offset)) return *std::move(page);
    const std::string pattern = like_pattern(search);
    return db.texts(
        "SELECT l.userid FROM oc_preferences l JOIN oc_users u ON u.uid = l.userid"
        " LEFT JOIN oc_preferences p"
        " ON p.userid = l.userid AND p.appid = 'settings' AND p.configkey = 'email'"
        " WHERE l.appid = 'login' AND l.configkey = 'lastLogin'"
        " AND {has:u.uid,u.displayname,p.configvalue}"
        " ORDER BY l.configvalue DESC,"
        " l.userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(l.userid)"
        " LIMIT ? OFFSET ?",
        pattern, pattern, pattern, limit, offset);
}

std::int64_t count_users(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM oc_users");
}

std::int64_t count_users_seen(Connection& db) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_preferences"
        " WHERE appid = 'login' AND configkey = 'lastLogin' AND configvalue <> '0'");
}

std::vector<PhoneRow> accounts_with_phone(Connection& db, std::string_view number) {
    // Only the value is asked for: the index of the names would lead past every account.
    const auto rows = db.all(
        [](const Row& row) {
            return std::pair(row.text(2), PhoneRow{.id = row.integer(0), .uid = row.text(1)});
        },
        "SELECT id, uid, name FROM oc_accounts_data WHERE value = ?", number);
    std::vector<PhoneRow> phones;
    for (const auto& [name, phone] : rows)
        if (name == "phone") phones.push_back(phone);
    return phones;
}

void insert_known_user(Connection& db, std::string_view known_to, std::string_view known_user) {
    db.change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, ?)", known_to,
              known_user);
}

void delete_users_known_to(Connection& db, std::string_view known_to) {
    db.change("DELETE FROM oc_known_users WHERE known_to = ?", known_to);
}

}  // namespace roster::storage
