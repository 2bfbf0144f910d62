// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"

namespace roster {

// What something can be shared with, with Nextcloud's numbers.
enum class ShareType : std::int64_t { user = 0, group = 1, email = 4, remote = 6 };
// Nothing for a type that is not supported.
std::optional<ShareType> find_share_type(std::int64_t number);
// The key of a type in the lists of suggestions, such as `users`.
std::string_view source_name(ShareType type);

// A suggestion for a text typed into a sharing field.
struct Suggestion {
    ShareType type{};
    std::string id{};
    std::string label{};
    std::string unique_name{};  // distinguishes users of one name; "" for other types
    std::string name{};         // of a user found in the address book, or of a remote
    std::string server{};       // of a remote
};

// The suggestions of one type; exact matches are separate.
struct Found {
    std::vector<Suggestion> exact{};
    std::vector<Suggestion> wide{};
};

// All suggestions by type; `kinds` gives the order in which the types were found.
struct Suggestions {
    Found users{}, groups{}, remotes{}, emails{};
    std::vector<ShareType> kinds{};
    bool more = false;  // whether there are more, as Nextcloud decides it

    Found& of(ShareType kind);
    const Found& of(ShareType kind) const;
};

// What is looked for.
struct PeopleSearch {
    std::string text{};
    std::vector<ShareType> types{};
    std::int64_t limit = 0;  // for each type; negative: none
    std::int64_t offset = 0;
};

// Users and groups that contain the text, type by type in the order of `types`, as far as the rules
// of directory/finding/people_rules.h allow it. Never the caller or disabled users.
Suggestions suggest(Transaction& tx, const PeopleSearch& search);

}  // namespace roster
