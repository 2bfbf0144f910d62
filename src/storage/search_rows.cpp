// SPDX-License-Identifier: Apache-2.0
#include "storage/search_rows.h"

#include <unordered_map>

#include "storage/like.h"
#include "storage/many_rows.h"
#include "storage/user_list_rows.h"

namespace roster::storage {

namespace {

User to_user(const Row& row) {
    return {.uid = row.text(0), .stored_display_name = row.optional_text(1)};
}

}  // namespace

std::vector<User> search_users(Connection& db, std::string_view text, std::int64_t limit,
                               std::int64_t offset) {
    const std::vector<std::string> uids = search_uids(db, text, limit, offset);
    std::unordered_map<std::string, User> found;
    visit_many<"SELECT uid, displayname FROM oc_users WHERE uid IN ([{exact}?|, ])">(
        db, uids, [&found](const Row& row) { found.emplace(row.text(0), to_user(row)); },
        [](const std::string& uid) { return std::tie(uid); });
    std::vector<User> users;
    for (const std::string& uid : uids)
        if (const auto user = found.find(uid); user != found.end())
            users.push_back(std::move(user->second));
    return users;
}

std::vector<Group> search_groups(Connection& db, std::string_view text, std::int64_t limit,
                                 std::int64_t offset) {
    const std::string pattern = like_pattern(text);
    return db.all(
        [](const Row& row) { return Group{.gid = row.text(0), .display_name = row.text(1)}; },
        "SELECT gid, displayname FROM oc_groups"
        " WHERE {has:gid,displayname}"
        " ORDER BY gid LIMIT ? OFFSET ?",
        pattern, pattern, limit, offset);
}

std::vector<User> search_known_users(Connection& db, std::string_view known_to,
                                     std::string_view text, std::int64_t limit,
                                     std::int64_t offset) {
    const std::string pattern = like_pattern(text);
    return db.all(to_user,
                  "SELECT u.uid, u.displayname FROM oc_known_users k"
                  " JOIN oc_users u ON u.uid = k.known_user"
                  " WHERE k.known_to = ? AND {has:u.uid,u.displayname}"
                  " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
                  known_to, pattern, pattern, limit, offset);
}

std::unordered_set<std::string> users_known_to(Connection& db, std::string_view uid) {
    std::unordered_set<std::string> known;
    db.each([&known](const Row& row) { known.insert(row.text(0)); },
            "SELECT known_user FROM oc_known_users WHERE known_to = ?", uid);
    return known;
}

bool knows_user(Connection& db, std::string_view uid, std::string_view known_uid) {
    return db.exists("SELECT 1 FROM oc_known_users WHERE known_to = ? AND known_user = ?", uid,
                     known_uid);
}

}  // namespace roster::storage
