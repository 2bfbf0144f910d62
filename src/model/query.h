// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "model/uid.h"

namespace roster {

// A query is a value: which users or groups, in which order, and which part of the list. Every
// protocol builds one from its request; storage/rows/user_queries.h has the statements.

// The wanted part of a list. Neither value is negative.
struct Window {
    static constexpr std::int64_t kEverything = std::numeric_limits<std::int64_t>::max();
    std::int64_t limit = kEverything;
    std::int64_t offset = 0;
};

// The fields of a user that a query can test.
enum class UserField {
    text,        // uid, display name and system e-mail: what clients search for
    name,        // uid and display name
    group,       // the gids of the groups that the user is in
    known_to,    // the uids of the users who have found this user by phone number
    enabled,     // `true` or `false`
    last_login,  // the time; `0` for some users who have never logged in
};
// `contains` ignores letter case.
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
    display_name,  // lower-cased; then by the lower-cased uid
    uid,
    last_login,  // latest first, times compared as text; within one second administrators come last
    stored,      // in the engine's order
};

struct UserQuery {
    std::vector<UserTerm> filter{};  // all must hold; `contains` with an empty text is ignored
    UserSort sort = UserSort::display_name;
    Window window{};
    // Also count a membership or setting left behind by a deleted user.
    bool with_gone = false;
};

// Groups whose gid or display name contains the text in any letter case, ordered by gid.
struct GroupQuery {
    std::string text{};
    Window window{};
};

}  // namespace roster
