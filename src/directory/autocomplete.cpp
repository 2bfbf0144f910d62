// SPDX-License-Identifier: Apache-2.0
#include "directory/autocomplete.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "directory/app_values.h"
#include "directory/profiles.h"
#include "directory/users.h"
#include "storage/search_rows.h"

namespace roster {

namespace {

// Suggestions of one type with what equals the text kept apart.
struct Found {
    std::vector<Suggestion> exact{};
    std::vector<Suggestion> wide{};
};

bool equals(std::string_view candidate, std::string_view lower_text) {
    return to_lower(candidate) == lower_text;
}

Suggestion to_suggestion(Transaction& tx, const User& user) {
    const std::string email = email_of(tx, user.uid).value_or("");
    return {.type = ShareType::user,
            .id = user.uid,
            .label = user.display_name(),
            .unique_name = email.empty() ? user.uid : email};
}

bool may_be_suggested(Transaction& tx, const User& user) {
    return user.uid != tx.actor.uid && is_enabled(tx, user.uid);
}

Found find_users(Transaction& tx, std::string_view text, std::int64_t limit) {
    const std::string lower = to_lower(text);
    std::vector<User> users = storage::search_users(tx.db, text, limit);
    std::ranges::stable_sort(users, {},
                             [](const User& user) { return to_ascii_lower(user.display_name()); });
    Found found;
    bool found_by_id = false;
    for (const User& user : users) {
        if (!may_be_suggested(tx, user)) continue;
        Suggestion suggestion = to_suggestion(tx, user);
        const bool same_id = equals(user.uid, lower);
        found_by_id |= same_id;
        const bool exact =
            same_id || equals(suggestion.label, lower) || equals(suggestion.unique_name, lower);
        (exact ? found.exact : found.wide).push_back(std::move(suggestion));
    }
    // A uid that is typed out is offered even where the limit has cut it off.
    if (found_by_id) return found;
    const std::optional<User> named = look_up_user(tx, text);
    if (named && equals(named->uid, lower) && may_be_suggested(tx, *named))
        found.exact.push_back(to_suggestion(tx, *named));
    return found;
}

Found find_groups(Transaction& tx, std::string_view text, std::int64_t limit) {
    const std::string lower = to_lower(text);
    Found found;
    if (app_text(tx, "core", "shareapi_allow_group_sharing", "yes") == "no") return found;
    for (const Group& group : storage::search_groups(tx.db, text, limit)) {
        const bool exact = equals(group.gid, lower) || equals(group.display_name, lower);
        (exact ? found.exact : found.wide)
            .push_back({.type = ShareType::group, .id = group.gid, .label = group.display_name});
    }
    return found;
}

}  // namespace

std::vector<Suggestion> suggest(Transaction& tx, std::string_view text,
                                const std::vector<ShareType>& types, std::int64_t limit) {
    const std::int64_t most = limit < 0 ? std::numeric_limits<std::int64_t>::max() : limit;
    const bool names_strangers =
        app_text(tx, "core", "shareapi_allow_share_dialog_user_enumeration", "yes") != "no";
    std::vector<Suggestion> suggestions;
    for (const ShareType type : types) {
        Found found =
            type == ShareType::user ? find_users(tx, text, most) : find_groups(tx, text, most);
        std::ranges::move(found.exact, std::back_inserter(suggestions));
        if (names_strangers) std::ranges::move(found.wide, std::back_inserter(suggestions));
    }
    return suggestions;
}

}  // namespace roster
