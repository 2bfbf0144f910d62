// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "model/uid.h"

namespace roster {

// A question for many is a value: which users or groups, in which order, and which part of the
// list. Every protocol makes one of what it was asked; storage/rows/user_queries.h has the
// statements.

// The part of a list that is wanted. Neither is negative.
struct Window {
    static constexpr std::int64_t kEverything = std::numeric_limits<std::int64_t>::max();
    std::int64_t limit = kEverything;
    std::int64_t offset = 0;
};

// What is known of a user and can be asked for.
enum class UserField {
    text,        // uid, display name and system e-mail: what people type to find somebody
    name,        // uid and display name
    group,       // the gids of the groups that the user is in
    known_to,    // the uids of those who have found the user by phone number
    enabled,     // `true` or `false`
    last_login,  // the time; `0` of some who have never logged in
};
// A text contains another whatever the letter case.
enum class Test { contains, equals, differs, present };

struct UserTerm {
    UserField field{};
    Test test{};
    std::string value{};

    static UserTerm has_text(std::string text) {
        return {UserField::text, Test::contains, std::move(text)};
    }
    static UserTerm has_name(std::string text) {
        return {UserField::name, Test::contains, std::move(text)};
    }
    static UserTerm in_group(Gid gid) {
        return {UserField::group, Test::equals, std::move(gid).text()};
    }
    static UserTerm known_to(Uid uid) {
        return {UserField::known_to, Test::equals, std::move(uid).text()};
    }
    static UserTerm disabled() { return {UserField::enabled, Test::equals, "false"}; }
    static UserTerm logged_in() { return {UserField::last_login, Test::present, ""}; }
    static UserTerm seen() { return {UserField::last_login, Test::differs, "0"}; }
};

enum class UserSort {
    display_name,  // lower-cased, then the lower-cased uid
    uid,
    last_login,  // the last one first, times compared as text; of one second administrators last
    stored,      // as the engine has them
};

struct UserQuery {
    std::vector<UserTerm> filter{};  // all of them hold; a text that contains nothing is none
    UserSort sort = UserSort::display_name;
    Window window{};
    // A membership or setting that somebody has left behind counts, too.
    bool with_gone = false;
};

// Groups with the text in gid or display name, whatever the letter case, by gid.
struct GroupQuery {
    std::string text{};
    Window window{};
};

}  // namespace roster
