// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_rows.h"

#include "storage/engine/many_rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/file_rows.h"
#include "storage/rows/profile_rows.h"

namespace roster::storage {

namespace {

User to_user(const Row& row) {
    return {.uid = row.uid(0),
            .stored_display_name = row.optional_text(1),
            .password_hash = row.text(2)};
}

}  // namespace

std::optional<User> find_user(Connection& db, std::string_view uid_lower) {
    return db.one(to_user, "SELECT uid, displayname, password FROM oc_users WHERE uid_lower = ?",
                  uid_lower);
}

std::unordered_map<std::string, User> find_users(Connection& db,
                                                 std::span<const std::string> uids_lower) {
    std::unordered_map<std::string, User> users;
    visit_many<
        "SELECT uid_lower, uid, displayname FROM oc_users WHERE uid_lower IN ([{exact}?|, ])">(
        db, uids_lower,
        [&users](const Row& row) {
            users[row.text(0)] = {.uid = row.uid(1), .stored_display_name = row.optional_text(2)};
        },
        [](const std::string& uid_lower) { return std::tie(uid_lower); });
    return users;
}

std::optional<User> find_user_by_email(Connection& db, std::string_view email_lower) {
    // The first by uid. Sorted here, because SQLite would build a table for it each time, though
    // mostly there is no such user.
    std::optional<User> first;
    db.each(
        [&first](const Row& row) {
            if (!first || row.view(0) < first->uid) first = to_user(row);
        },
        "SELECT u.uid, u.displayname, u.password FROM oc_preferences p"
        " JOIN oc_users u ON u.uid = p.userid"
        " WHERE p.appid = 'settings' AND p.configkey = 'email' AND p.indexed = ?",
        email_lower);
    return first;
}

std::optional<Uid> only_uid_with_email(Connection& db, std::string_view email_lower) {
    const std::vector<Uid> uids = db.uids(
        "SELECT u.uid FROM oc_preferences p JOIN oc_users u ON u.uid = p.userid"
        " WHERE p.appid = 'settings' AND p.configkey = 'email' AND p.indexed = ? LIMIT 2",
        email_lower);
    if (uids.size() != 1) return std::nullopt;
    return uids.front();
}

bool insert_user(Connection& db, std::string_view uid, std::string_view uid_lower,
                 std::string_view password_hash) {
    return db.change(
               "INSERT INTO oc_users (uid, displayname, password, uid_lower)"
               " SELECT ?, NULL, ?, ?"
               " WHERE NOT EXISTS (SELECT 1 FROM oc_users WHERE uid_lower {key=} ?)",
               uid, password_hash, uid_lower, uid_lower) == 1;
}

void insert_users(Connection& db, std::span<const NewUserRow> users) {
    const std::int64_t inserted = change_many<
        "INSERT INTO oc_users (uid, displayname, password, uid_lower)"
        " [SELECT ?, ?, ?, ? WHERE NOT EXISTS"
        " (SELECT 1 FROM oc_users WHERE uid_lower {key=} ?)| UNION ALL ]">(
        db, users, [](const NewUserRow& user) {
            return std::tie(user.uid, user.display_name, user.password_hash, user.uid_lower,
                            user.uid_lower);
        });
    if (inserted != static_cast<std::int64_t>(users.size()))
        throw Conflict("a user was created meanwhile");
}

void set_password_hashes(Connection& db, std::span<const UserText> hashes) {
    change_many<
        "UPDATE oc_users SET password = CASE [WHEN uid = ? THEN ?| ] ELSE password END"
        " WHERE [uid = ?| OR ]">(
        db, hashes, [](const UserText& user) { return std::tie(user.uid, user.text); },
        [](const UserText& user) { return std::tie(user.uid); });
}

void set_display_names(Connection& db, std::span<const UserText> names) {
    change_many<
        "UPDATE oc_users SET displayname = CASE [WHEN uid = ? THEN ?| ] ELSE displayname END"
        " WHERE [uid = ?| OR ]">(
        db, names, [](const UserText& user) { return std::tie(user.uid, user.text); },
        [](const UserText& user) { return std::tie(user.uid); });
}

void set_password_hash(Connection& db, std::string_view uid, std::string_view password_hash) {
    db.change("UPDATE oc_users SET password = ? WHERE uid = ?", password_hash, uid);
}

void set_display_name(Connection& db, std::string_view uid, std::string_view name) {
    db.change("UPDATE oc_users SET displayname = ? WHERE uid = ?", name, uid);
}

bool delete_user(Connection& db, std::string_view uid_lower) {
    return db.change("DELETE FROM oc_users WHERE uid_lower = ?", uid_lower) > 0;
}

void delete_rows_of_user(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_group_user WHERE uid = ?", uid);
    db.change("DELETE FROM oc_group_admin WHERE uid = ?", uid);
    db.change("DELETE FROM oc_comments_read_markers WHERE user_id = ?", uid);
    delete_account(db, uid);
    delete_preferences(db, uid);
    db.change("DELETE FROM oc_authtoken WHERE uid = ?", uid);
    db.change("DELETE FROM oc_twofactor_providers WHERE uid = ?", uid);
    db.change("DELETE FROM oc_twofactor_backupcodes WHERE user_id = ?", uid);
    db.change("DELETE FROM oc_webauthn WHERE uid = ?", uid);
    db.change("DELETE FROM oc_profile_config WHERE user_id = ?", uid);
    db.change("DELETE FROM oc_known_users WHERE known_to = ?", uid);
    db.change("DELETE FROM oc_known_users WHERE known_user = ?", uid);
    delete_home(db, uid);
}

void mark_tokens_for_wipe(Connection& db, std::string_view uid) {
    db.change("UPDATE oc_authtoken SET type = 2 WHERE uid = ?", uid);
}

}  // namespace roster::storage
