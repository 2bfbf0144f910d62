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

// Whom the caller may find, as administrators have set it (core/shareapi_...). Every search for
// accounts by people who do not administer them obeys these rules, and asks them here.
struct PeopleRules {
    // Shown for a part of their name: nobody, everybody, or those of the caller's groups and those
    // whom the caller has found by phone number.
    bool lists = true;
    bool lists_own_groups_only = false;
    bool lists_known_only = false;
    // Shown for a whole name, even where they are not listed.
    bool matches = true;
    bool matches_uid = true;
    bool matches_name = true;
    bool matches_email = true;
    bool matches_first_name_part = false;  // `Ada (Sales)` for `Ada`
    // Nobody else is ever shown.
    bool own_groups_only = false;
    bool groups = true;               // something may be shared with a whole group
    std::vector<Gid> own_gids{};      // of the caller
    std::vector<Gid> counted_gids{};  // those that make others members of the same group

    bool lists_everybody() const { return lists && !lists_own_groups_only && !lists_known_only; }
    // What the search that was typed is compared with; `lower_text` is in ASCII lower case.
    bool is_full_match(const User& user, std::string_view email, std::string_view lower_text) const;
};
PeopleRules find_people_rules(Transaction& tx);

// What these rules ask of an account, and what is shown of it.
struct PersonFacts {
    bool is_caller = false;
    bool enabled = true;
    bool known = false;  // the caller has found the account by its phone number
    std::vector<Gid> gids{};
    std::optional<std::string> email{};
    std::optional<std::string> profile_json{};
};
// Of these accounts, each in its place: for up to 256 of them in as many statements as for one.
std::vector<PersonFacts> find_person_facts(Transaction& tx, const PeopleRules& rules,
                                           std::span<const User> users);

// Whether the account is in a group with the caller.
bool shares_group(const PeopleRules& rules, const PersonFacts& person);
// Whether the account may be shown for a part of its name.
bool is_listed(const PeopleRules& rules, const PersonFacts& person);
// Whether the account may be shown at all, be it listed or named in full.
bool may_appear(const PeopleRules& rules, const PersonFacts& person);

// Whether sharing is left to the caller's groups.
bool may_share(Transaction& tx);

// Whether the address book of all accounts is open to searches.
bool has_system_address_book(Transaction& tx);

}  // namespace roster
