// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/people_rules.h"

#include <algorithm>
#include <unordered_set>

#include "base/json/json.h"
#include "base/text.h"
#include "directory/config/app_values.h"
#include "directory/rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/known_user_rows.h"
#include "storage/rows/user_detail_rows.h"

namespace roster {

namespace {

// Stored as a JSON list; old versions stored gids separated by commas.
std::vector<Gid> gids_in(const std::string& text) {
    std::vector<Gid> gids;
    const std::optional<Value> list = parse_json(text);
    if (list && list->array()) {
        for (const auto& [index, gid] : *list->array())
            if (gid.text()) gids.emplace_back(*gid.text());
    } else if (!list) {
        for (const std::string_view gid : split(text, ','))
            gids.emplace_back(std::string(gid));
    }
    return gids;
}

bool share_one(const std::vector<Gid>& some, const std::vector<Gid>& others) {
    return std::ranges::any_of(some, [&](const Gid& gid) { return contains(others, gid); });
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
    const AppTexts core(tx, "core");
    PeopleRules rules{
        .lists = core.is_yes("shareapi_allow_share_dialog_user_enumeration", "yes"),
        .lists_own_groups_only = core.is_yes("shareapi_restrict_user_enumeration_to_group", "no"),
        .lists_known_only = core.is_yes("shareapi_restrict_user_enumeration_to_phone", "no"),
        .matches = core.is_yes("shareapi_restrict_user_enumeration_full_match", "yes"),
        .matches_uid = core.is_yes("shareapi_restrict_user_enumeration_full_match_userid", "yes"),
        .matches_name =
            core.is_yes("shareapi_restrict_user_enumeration_full_match_displayname", "yes"),
        .matches_email = core.is_yes("shareapi_restrict_user_enumeration_full_match_email", "yes"),
        .matches_first_name_part =
            core.is_yes("shareapi_restrict_user_enumeration_full_match_ignore_second_dn", "no"),
        .own_groups_only = core.is_yes("shareapi_only_share_with_group_members", "no"),
        .groups = core.text("shareapi_allow_group_sharing", "yes") != "no",
        .own_gids = storage::gids_of_user(rows_of(tx), tx.actor.uid)};
    rules.lists_own_groups_only &= rules.lists;
    rules.lists_known_only &= rules.lists;
    rules.counted_gids = rules.own_gids;
    if (rules.own_groups_only) {
        const std::vector<Gid> excluded =
            gids_in(core.text("shareapi_only_share_with_group_members_exclude_group_list", ""));
        std::erase_if(rules.counted_gids, [&](const Gid& gid) { return contains(excluded, gid); });
    }
    return rules;
}

std::vector<PersonFacts> find_person_facts(Transaction& tx, const PeopleRules& rules,
                                           std::span<const User> users) {
    std::vector<Uid> uids;
    for (const User& user : users)
        uids.push_back(user.uid);
    const auto rows = storage::find_detail_rows(rows_of(tx), uids, false);
    std::unordered_set<Uid> known;
    if (rules.lists_known_only) known = storage::users_known_to(rows_of(tx), tx.actor.uid);
    std::vector<PersonFacts> people;
    for (const Uid& uid : uids) {
        PersonFacts person{.is_caller = uid == tx.actor.uid, .known = known.contains(uid)};
        if (const auto found = rows.find(uid); found != rows.end()) {
            for (const storage::Preference& row : found->second.preferences) {
                if (row.app == "core" && row.key == "enabled")
                    person.enabled = row.value != "false";
                if (row.app == "settings" && row.key == "email") person.email = row.value;
            }
            person.gids = found->second.gids;
            person.profile_json = found->second.profile_json;
        }
        people.push_back(std::move(person));
    }
    return people;
}

bool shares_group(const PeopleRules& rules, const PersonFacts& person) {
    return share_one(person.gids, rules.counted_gids);
}

bool is_listed(const PeopleRules& rules, const PersonFacts& person) {
    if (rules.lists_everybody() || (rules.lists_known_only && person.known)) return true;
    return rules.lists_own_groups_only && shares_group(rules, person);
}

bool may_appear(const PeopleRules& rules, const PersonFacts& person) {
    if (person.is_caller || !person.enabled) return false;
    return !rules.own_groups_only || shares_group(rules, person);
}

bool may_share(Transaction& tx) {
    const AppTexts core(tx, "core");
    const std::string kind = core.text("shareapi_exclude_groups", "no");
    if (kind.empty() || kind == "0" || kind == "no") return true;
    const std::vector<Gid> named = gids_in(core.text("shareapi_exclude_groups_list", ""));
    const std::vector<Gid> own = storage::gids_of_user(rows_of(tx), tx.actor.uid);
    if (kind == "allow") return share_one(own, named);
    return own.empty() ||
           !std::ranges::all_of(own, [&](const Gid& gid) { return contains(named, gid); });
}

bool has_system_address_book(Transaction& tx) {
    return app_switch(tx, "dav", "system_addressbook_exposed", true);
}

}  // namespace roster
