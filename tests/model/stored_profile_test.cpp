// SPDX-License-Identifier: Apache-2.0
#include "model/stored_profile.h"

#include <doctest/doctest.h>

using namespace roster;

namespace {

Profile first_profile(std::string_view name = "ann") {
    return default_profile(name, std::nullopt, profile_defaults({}, true));
}

StoredProfile read(std::optional<std::string> json) {
    return {std::move(json), [] { return first_profile(); }};
}

}  // namespace

TEST_CASE("a profile without a row is the one with which it would begin") {
    const StoredProfile none = read(std::nullopt);
    CHECK_FALSE(none.has_row());
    CHECK(none.json().empty());
    CHECK(none.get() == first_profile());
    CHECK_FALSE(StoredProfile().has_row());
    CHECK(StoredProfile().get() == Profile{});
}

TEST_CASE("a row is read as it is stored, and what is missing in it is that of the beginning") {
    Profile stored = first_profile("Old name");
    stored[PropertyId::phone].value = "123";
    const StoredProfile full = read(to_account_json(stored));
    CHECK(full.has_row());
    CHECK(full[PropertyId::displayname].value == "Old name");
    CHECK(full[PropertyId::phone].value == "123");
    const StoredProfile partly = read(R"({"phone":{"value":"5"}})");
    CHECK(partly[PropertyId::phone].value == "5");
    CHECK(partly[PropertyId::pronouns].scope == kScopeFederated);
}

TEST_CASE("profiles are the same when their rows are") {
    const std::string json = to_account_json(first_profile());
    const StoredProfile one = read(json);
    CHECK(one == read(json));
    CHECK(one == StoredProfile(json, first_profile()));
    CHECK(one != read(std::nullopt));
    CHECK(one != StoredProfile(to_account_json(first_profile("b")), first_profile("b")));
}
