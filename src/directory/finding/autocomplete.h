// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"

namespace roster {

// Whom something may be shared with, as Nextcloud counts them.
enum class ShareType : std::int64_t { user = 0, group = 1, email = 4, remote = 6 };
// Nothing for a type of which there is nothing to find.
std::optional<ShareType> find_share_type(std::int64_t number);
// What lists call the suggestions of a type: `users` and the like.
std::string_view source_name(ShareType type);

// What somebody who types into a field for people is offered.
struct Suggestion {
    ShareType type{};
    std::string id{};
    std::string label{};
    std::string unique_name{};  // tells accounts of one name apart; "" for what is no account
    std::string name{};         // of an account that was found in the address book, or of a remote
    std::string server{};       // of a remote
};

// The suggestions of one kind, with what equals the text kept apart.
struct Found {
    std::vector<Suggestion> exact{};
    std::vector<Suggestion> wide{};
};

// What there is, by kind; `kinds` says in which order the kinds came up.
struct Suggestions {
    Found users{}, groups{}, remotes{}, emails{};
    std::vector<ShareType> kinds{};
    bool more = false;  // as Nextcloud counts it

    Found& of(ShareType kind);
    const Found& of(ShareType kind) const;
};

// What is looked for.
struct PeopleSearch {
    std::string text{};
    std::vector<ShareType> types{};
    std::int64_t limit = 0;  // of each type; below 0 there is none
    std::int64_t offset = 0;
};

// Accounts and groups that contain the text, type after type as asked for, as far as the rules of
// directory/finding/people_rules.h allow it. Never the caller, nor disabled accounts.
Suggestions suggest(Transaction& tx, const PeopleSearch& search);

}  // namespace roster
