// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <doctest/doctest.h>

using namespace roster;

namespace {

std::string placeholder(const char* pattern, const char* path, const char* name) {
    const std::optional<Array> found = match_path(pattern, path);
    if (!found) return "no match";
    const Value* value = found->find(name);
    return value ? *value->text() : "not there";
}

}  // namespace

TEST_CASE("a target is split at the question mark and decoded once") {
    const Target target = parse_target("/a/b%2Fc%2541?x=%41");
    CHECK(target.path == "/a/b/c%41");
    CHECK(target.query == "x=%41");
}

TEST_CASE("runs of slashes become one before decoding") {
    const Target target = parse_target("//ocs///v1.php/cloud//users/a%2F%2Fb");
    CHECK(target.raw_path == "/ocs/v1.php/cloud/users/a%2F%2Fb");
    CHECK(target.path == "/ocs/v1.php/cloud/users/a//b");
}

TEST_CASE("a placeholder holds one segment that is not empty") {
    CHECK(placeholder("/cloud/users/{userId}", "/cloud/users/anna", "userId") == "anna");
    CHECK(placeholder("/cloud/users/{userId}", "/cloud/users/", "userId") == "no match");
    CHECK(placeholder("/cloud/users/{userId}", "/cloud/users/a/b", "userId") == "no match");
    CHECK(placeholder("/cloud/users/{userId}/groups", "/cloud/users/x y/groups", "userId") ==
          "x y");
}

TEST_CASE("a greedy placeholder takes slashes and leaves the ending") {
    CHECK(placeholder("/cloud/groups/{g*}/users", "/cloud/groups/a/b/users", "g") == "a/b");
    CHECK(placeholder("/cloud/groups/{g*}", "/cloud/groups/a/users", "g") == "a/users");
    CHECK(placeholder("/cloud/groups/{g*}/users", "/cloud/groups//users", "g") == "no match");
    CHECK(placeholder("/cloud/groups/{g*}", "/cloud/groups/", "g") == "no match");
}

TEST_CASE("a word placeholder takes letters, digits and underscores only") {
    CHECK(placeholder("/u/{id}/{c:word}", "/u/a/additional_mail", "c") == "additional_mail");
    CHECK(placeholder("/u/{id}/{c:word}", "/u/a/", "c").empty());
    CHECK(placeholder("/u/{id}/{c:word}", "/u/a/x-y", "c") == "no match");
}

TEST_CASE("letter case and trailing text matter") {
    CHECK(placeholder("/cloud/users", "/cloud/USERS", "x") == "no match");
    CHECK(placeholder("/cloud/users", "/cloud/users/", "x") == "no match");
    CHECK(placeholder("/cloud/users", "/cloud/users", "x") == "not there");
}
