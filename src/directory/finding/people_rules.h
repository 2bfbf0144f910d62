// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/user.h"

namespace roster {

// Which users the caller may find, as administrators have set it (core/shareapi_...). Every user
// search outside of administration must apply these rules.
struct PeopleRules {
    // Who is shown for a part of the name: nobody, everybody, or the members of the caller's groups
    // and the users whom the caller has found by phone number.
    bool lists = true;
    bool lists_own_groups_only = false;
    bool lists_known_only = false;
    // Who is shown for the whole name, even where users are not listed.
    bool matches = true;
    bool matches_uid = true;
    bool matches_name = true;
    bool matches_email = true;
    bool matches_first_name_part = false;  // `Ada (Sales)` for `Ada`
    // Members of the caller's groups only; nobody else is ever shown.
    bool own_groups_only = false;
    bool groups = true;               // something may be shared with a whole group
    std::vector<Gid> own_gids{};      // the groups of the caller
    std::vector<Gid> counted_gids{};  // those of them that count for shares_group()

    bool lists_everybody() const { return lists && !lists_own_groups_only && !lists_known_only; }
    // Whether the search text names this user in full; `lower_text` is in ASCII lower case.
    bool is_full_match(const User& user, std::string_view email, std::string_view lower_text) const;
};
// The rules for the current caller.
PeopleRules find_people_rules(Transaction& tx);

// What these rules need to know about a user, and what is shown of a user.
struct PersonFacts {
    bool is_caller = false;
    bool enabled = true;
    bool known = false;  // the caller has found this user by phone number
    std::vector<Gid> gids{};
    std::optional<std::string> email{};
    std::optional<std::string> profile_json{};
};
// In the order of `users`; up to 256 users take as many statements as one.
std::vector<PersonFacts> find_person_facts(Transaction& tx, const PeopleRules& rules,
                                           std::span<const User> users);

// Whether the user shares a group with the caller.
bool shares_group(const PeopleRules& rules, const PersonFacts& person);
// Whether the user may be shown for a part of the name.
bool is_listed(const PeopleRules& rules, const PersonFacts& person);
// Whether the user may be shown at all, in a list or for the whole name.
bool may_appear(const PeopleRules& rules, const PersonFacts& person);

// Whether the caller's groups leave sharing allowed.
bool may_share(Transaction& tx);

// Whether searches may use the system address book.
bool has_system_address_book(Transaction& tx);

}  // namespace roster
