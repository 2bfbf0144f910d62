// SPDX-License-Identifier: Apache-2.0
#include "directory/people_rules.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "directory/app_values.h"
#include "directory/users.h"
#include "storage/group_rows.h"
#include "storage/search_rows.h"

namespace roster {

namespace {

bool is_yes(Transaction& tx, std::string_view key, std::string_view otherwise) {
    return app_text(tx, "core", key, otherwise) == "yes";
}

// Stored as a list in JSON, by old versions as gids with commas between them.
std::vector<std::string> gids_in(const std::string& text) {
    std::vector<std::string> gids;
    const std::optional<Value> list = parse_json(text);
    if (list && list->array()) {
        for (const auto& [index, gid] : *list->array())
            if (gid.text()) gids.push_back(*gid.text());
    } else if (!list) {
        for (const std::string_view gid : split(text, ','))
            gids.emplace_back(gid);
    }
    return gids;
}

bool contains(const std::vector<std::string>& gids, const std::string& gid) {
    return std::ranges::find(gids, gid) != gids.end();
}

bool share_one(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    return std::ranges::any_of(some, [&](const std::string& gid) { return contains(others, gid); });
}

// `Ada` of `Ada (Sales)`.
std::string_view first_part(std::string_view name) {
    const std::size_t open = name.find(" (");
    const bool has_second = open != std::string_view::npos && name.ends_with(')');
    return trim(has_second ? name.substr(0, open) : name);
}

}  // namespace

bool PeopleRules::is_full_match(const User& user, std::string_view email,
                                std::string_view lower_text) const {
    if (!matches || lower_text.empty()) return false;
    const std::string name = to_ascii_lower(user.display_name());
    return (matches_uid && to_ascii_lower(user.uid) == lower_text) ||
           (matches_name && name == lower_text) ||
           (matches_first_name_part && first_part(name) == lower_text) ||
           (matches_email && to_ascii_lower(email) == lower_text);
}

PeopleRules find_people_rules(Transaction& tx) {
    PeopleRules rules{
        .lists = is_yes(tx, "shareapi_allow_share_dialog_user_enumeration", "yes"),
        .lists_own_groups_only = is_yes(tx, "shareapi_restrict_user_enumeration_to_group", "no"),
        .lists_known_only = is_yes(tx, "shareapi_restrict_user_enumeration_to_phone", "no"),
        .matches = is_yes(tx, "shareapi_restrict_user_enumeration_full_match", "yes"),
        .matches_uid = is_yes(tx, "shareapi_restrict_user_enumeration_full_match_userid", "yes"),
        .matches_name =
            is_yes(tx, "shareapi_restrict_user_enumeration_full_match_displayname", "yes"),
        .matches_email = is_yes(tx, "shareapi_restrict_user_enumeration_full_match_email", "yes"),
        .matches_first_name_part =
            is_yes(tx, "shareapi_restrict_user_enumeration_full_match_ignore_second_dn", "no"),
        .own_groups_only = is_yes(tx, "shareapi_only_share_with_group_members", "no"),
        .own_gids = storage::gids_of_user(tx.db, tx.actor.uid)};
    rules.lists_own_groups_only &= rules.lists;
    rules.lists_known_only &= rules.lists;
    rules.counted_gids = rules.own_gids;
    if (rules.own_groups_only) {
        const std::vector<std::string> excluded = gids_in(
            app_text(tx, "core", "shareapi_only_share_with_group_members_exclude_group_list"));
        std::erase_if(rules.counted_gids,
                      [&](const std::string& gid) { return contains(excluded, gid); });
    }
    return rules;
}

bool shares_group(Transaction& tx, const PeopleRules& rules, std::string_view uid) {
    return !rules.counted_gids.empty() &&
           share_one(storage::gids_of_user(tx.db, uid), rules.counted_gids);
}

bool is_listed(Transaction& tx, const PeopleRules& rules, std::string_view uid) {
    if (rules.lists_everybody()) return true;
    if (rules.lists_known_only && storage::knows_user(tx.db, tx.actor.uid, uid)) return true;
    return rules.lists_own_groups_only && shares_group(tx, rules, uid);
}

bool may_appear(Transaction& tx, const PeopleRules& rules, std::string_view uid) {
    if (uid == tx.actor.uid || !is_enabled(tx, uid)) return false;
    return !rules.own_groups_only || shares_group(tx, rules, uid);
}

bool may_share(Transaction& tx) {
    const std::string kind = app_text(tx, "core", "shareapi_exclude_groups", "no");
    if (kind.empty() || kind == "0" || kind == "no") return true;
    const std::vector<std::string> named =
        gids_in(app_text(tx, "core", "shareapi_exclude_groups_list"));
    const std::vector<std::string> own = storage::gids_of_user(tx.db, tx.actor.uid);
    if (kind == "allow") return share_one(own, named);
    return own.empty() ||
           !std::ranges::all_of(own, [&](const std::string& gid) { return contains(named, gid); });
}

bool has_system_address_book(Transaction& tx) {
    return app_switch(tx, "dav", "system_addressbook_exposed", true);
}

}  // namespace roster
