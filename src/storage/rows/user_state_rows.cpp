// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_state_rows.h"

#include <map>

#include "base/text.h"
#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {

struct Key {
    Uid uid{};
    std::string uid_lower{};
};

// The engines that treat different texts as equal do so for trailing blanks.
std::string_view without_end(std::string_view text) {
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

bool is_plain(std::string_view key) {
    return without_end(key) == key;
}

void take_user(UserRows& rows, const Row& row) {
    const bool is_found = rows.user && rows.user->uid == rows.uid;
    if (row.view(3) != to_lower(rows.uid))
        rows.is_taken = true;
    else if (!is_found)
        rows.user = User{.uid = row.uid(1),
                         .stored_display_name = row.optional_text(4),
                         .password_hash = row.text(2)};
}

// Adds a row of any table but oc_users.
void take_row(UserRows& rows, const Row& row) {
    const std::string_view kind = row.view(0), key = row.view(2);
    if (row.view(1) != rows.uid || !is_plain(key) || !is_plain(row.view(3))) {
        rows.has_lookalikes = true;
        if (row.view(1) != rows.uid || kind == "preference") return;
    }
    if (kind == "preference")
        rows.preferences.push_back({.app = row.text(2),
                                    .key = row.text(3),
                                    .value = row.text(4),
                                    .type = row.integer(5),
                                    .flags = row.integer(6)});
    else if (kind == "profile")
        rows.profile_json = row.text(4);
    else if (kind == "known")
        rows.is_known = true;
    else
        (kind == "member" ? rows.gids : rows.subadmin_gids).emplace_back(std::string(key));
}

}  // namespace

std::vector<UserRows> find_user_rows(Connection& db, std::span<const Uid> uids, UserParts parts) {
    std::vector<UserRows> found;
    std::vector<Key> keys;
    // Keyed by what the engine compares; several uids may be equal there.
    std::multimap<std::string, std::size_t, std::less<>> by_lower, by_uid;
    for (const Uid& uid : uids) {
        keys.push_back({.uid = uid, .uid_lower = to_lower(uid)});
        by_lower.emplace(without_end(keys.back().uid_lower), found.size());
        by_uid.emplace(without_end(uid), found.size());
        found.push_back({.uid = uid, .known = parts});
    }
    const auto uid = [](const Key& key) { return std::tie(key.uid); };
    // An engine does not read a table where the statement says `0 = 1`. GROUP BY uses an index; for
    // DISTINCT SQLite would build a table each time.
    const std::int64_t with_preferences = parts.preferences, with_memberships = parts.memberships,
                       with_fame = parts.fame;
    const auto preferences = [&](const Key&) { return std::tie(with_preferences); };
    const auto memberships = [&](const Key&) { return std::tie(with_memberships); };
    const auto fame = [&](const Key&) { return std::tie(with_fame); };
    visit_many<
        "SELECT 'user', uid, password, uid_lower, displayname, 0, 0 FROM oc_users"
        " WHERE [uid_lower {key=} ?| OR ]"
        " UNION ALL SELECT 'preference', userid, appid, configkey, configvalue, type, flags"
        " FROM oc_preferences WHERE ([userid {key=} ?| OR ]) AND [? = 1| AND ]"
        // A range of the key: for a list SQLite would build a table each time.
        " AND appid >= 'core' AND appid <= 'settings' AND (configkey {key=} 'email'"
        " OR configkey {key=} 'enabled' OR configkey {key=} 'first_day_of_week'"
        " OR configkey {key=} 'lang' OR configkey {key=} 'locale'"
        " OR configkey {key=} 'lostpassword' OR configkey {key=} 'manager'"
        " OR configkey {key=} 'primary_email' OR configkey {key=} 'quota'"
        " OR configkey {key=} 'timezone')"
        " UNION ALL SELECT 'profile', uid, '', '', data, 0, 0 FROM oc_accounts"
        " WHERE [uid {key=} ?| OR ]"
        " UNION ALL SELECT 'member', uid, gid, '', '', 0, 0 FROM oc_group_user"
        " WHERE ([uid {key=} ?| OR ]) AND [? = 1| AND ]"
        " UNION ALL SELECT 'known', known_user, '', '', '', 0, 0 FROM oc_known_users"
        " WHERE ([known_user {key=} ?| OR ]) AND [? = 1| AND ] GROUP BY known_user"
        " UNION ALL SELECT 'subadmin', uid, gid, '', '', 0, 0 FROM oc_group_admin"
        " WHERE ([uid {key=} ?| OR ]) AND [? = 1| AND ]">(
        db, keys,
        [&](const Row& row) {
            const bool is_user = row.view(0) == "user";
            const auto& index = is_user ? by_lower : by_uid;
            const auto [first, last] = index.equal_range(without_end(row.view(is_user ? 3 : 1)));
            for (auto place = first; place != last; ++place)
                is_user ? take_user(found[place->second], row)
                        : take_row(found[place->second], row);
        },
        [](const Key& key) { return std::tie(key.uid_lower); }, uid, preferences, uid, uid,
        memberships, uid, fame, uid, memberships);
    return found;
}

}  // namespace roster::storage
