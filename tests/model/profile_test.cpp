// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include <doctest/doctest.h>

using namespace roster;

namespace {

const char* const kNeverEdited =
    R"({"displayname":{"value":"test.user","scope":"v2-federated","verified":"0"},)"
    R"("address":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("website":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("email":{"value":null,"scope":"v2-federated","verified":"0"},)"
    R"("avatar":{"scope":"v2-federated"},)"
    R"("phone":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("twitter":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("bluesky":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("fediverse":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("organisation":{"value":"","scope":"v2-local"},"role":{"value":"","scope":"v2-local"},)"
    R"("headline":{"value":"","scope":"v2-local"},"biography":{"value":"","scope":"v2-local"},)"
    R"("birthdate":{"value":"","scope":"v2-local"},"profile_enabled":{"value":"1"},)"
    R"("pronouns":{"value":"","scope":"v2-federated"}})";

const char* const kEdited =
    R"({"displayname":{"value":"Frank \u00dcnal","scope":"v2-published","verified":"0"},)"
    R"("address":{"value":"Somewhere 5\n70173 Stuttgart","scope":"v2-local","verified":"0"},)"
    R"("website":{"value":"https:\/\/example.org","scope":"v2-local","verified":"0"},)"
    R"("email":{"value":"frank@example.org","scope":"v2-published","verified":"0"},)"
    R"("avatar":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("phone":{"value":"+4971125242890","scope":"v2-private","verified":"0"},)"
    R"("twitter":{"value":"frank","scope":"v2-local","verified":"0"},)"
    R"("bluesky":{"value":"frank.bsky.social","scope":"v2-local","verified":"0"},)"
    R"("fediverse":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("organisation":{"value":"ACME","scope":"v2-local","verified":"0"},)"
    R"("role":{"value":"Boss <b>","scope":"v2-local","verified":"0"},)"
    R"("headline":{"value":"Hello","scope":"v2-local","verified":"0"},)"
    R"("biography":{"value":"Line1\nLine2","scope":"v2-local","verified":"0"},)"
    R"("birthdate":{"value":"","scope":"v2-local","verified":"0"},)"
    R"("profile_enabled":{"value":"0","scope":"v2-local","verified":"0"},)"
    R"("pronouns":{"value":"he\/him","scope":"v2-federated","verified":"0"},)"
    R"("additional_mail":[{"value":"frank2@example.org","scope":"v2-local","verified":"0",)"
    R"("locallyVerified":"1"},{"value":"frank3@example.org","scope":"v2-local","verified":"0"}]})";

Profile fresh(std::string_view name = "test.user") {
    return default_profile(name, {}, profile_defaults({}, true));
}

}  // namespace

TEST_CASE("every property stands in its own row of the table") {
    for (std::size_t i = 0; i < kProperties.size(); ++i) {
        CAPTURE(i);
        CHECK(static_cast<std::size_t>(kProperties[i].id) == i);
        CHECK(find_property(kProperties[i].name) == kProperties[i].id);
    }
    CHECK_FALSE(find_property("DisplayName"));
    CHECK_FALSE(find_property("additional_mail"));
}

TEST_CASE("a profile that was never edited is written in the shorter form") {
    CHECK(to_account_json(fresh()) == kNeverEdited);
    Profile known = default_profile("Ann", "ann@example.org", profile_defaults({}, false));
    const std::string json = to_account_json(known);
    CHECK(json.find(R"("email":{"value":"ann@example.org")") != json.npos);
    CHECK(json.find(R"("profile_enabled":{"value":"0"})") != json.npos);
}

TEST_CASE("a stored profile is read and written back byte for byte") {
    CHECK(to_account_json(parse_account_json(kNeverEdited, fresh("someone"))) == kNeverEdited);
    CHECK(to_account_json(parse_account_json(kEdited, fresh("someone"))) == kEdited);
    const Profile edited = parse_account_json(kEdited, fresh());
    CHECK_FALSE(edited.never_edited);
    CHECK(edited[PropertyId::displayname].value == "Frank \u00dcnal");
    CHECK(edited[PropertyId::phone].scope == kScopePrivate);
    CHECK(edited.additional_mail[0].locally_verified == kVerificationInProgress);
    CHECK(edited.additional_mail[1].locally_verified == kNotVerified);
}

TEST_CASE("an edited profile is written with all members and no null") {
    Profile profile = fresh("anna");
    profile.never_edited = false;
    const std::string json = to_account_json(profile);
    CHECK(json.find(R"("email":{"value":"","scope":"v2-federated","verified":"0"},)"
                    R"("avatar":{"value":"","scope":"v2-federated","verified":"0"})") != json.npos);
    CHECK(json.find(R"("profile_enabled":{"value":"1","scope":"v2-local","verified":"0"},)"
                    R"("pronouns":{"value":"","scope":"v2-federated","verified":"0"}})") !=
          json.npos);
}

TEST_CASE("what a stored profile lacks comes from the defaults") {
    const Profile defaults = fresh();
    CHECK(parse_account_json("", defaults) == defaults);
    CHECK(parse_account_json("{\"phone\":", defaults) == defaults);
    CHECK(parse_account_json("5", defaults) == defaults);
    const Profile read = parse_account_json(
        R"({"phone":{"value":"+1"},"role":null,"address":{"scope":"contacts","value":7},)"
        R"("website":{"scope":"nonsense","value":"x"},"additional_mail":[{"value":"a@b.c"},5]})",
        defaults);
    CHECK(read[PropertyId::phone] == Property{.value = "+1"});
    CHECK(read[PropertyId::role] == defaults[PropertyId::role]);
    CHECK(read[PropertyId::address] == Property{.value = "7", .scope = "v2-federated"});
    CHECK(read[PropertyId::website].scope == kScopeLocal);
    CHECK(read[PropertyId::displayname].value == "test.user");
    CHECK(read.additional_mail == std::vector<Property>{{.value = "a@b.c"}});
    CHECK_FALSE(read.never_edited);
}

TEST_CASE("the setting of default scopes overrides where it is sound") {
    Array scopes;
    scopes.set("phone", "v2-published");
    scopes.set("displayname", "v2-private");
    scopes.set("address", "v2-private");
    scopes.set("website", "contacts");
    scopes.set("role", 5);
    scopes.set("profile_enabled", "v2-published");
    scopes.set("nonsense", "v2-published");
    const Profile profile = default_profile("x", {}, profile_defaults(scopes, true));
    CHECK(profile[PropertyId::phone].scope == kScopePublished);
    CHECK(profile[PropertyId::displayname].scope == kScopeLocal);
    CHECK(profile[PropertyId::address].scope == kScopePrivate);
    CHECK(profile[PropertyId::website].scope == kScopeLocal);
    CHECK(profile[PropertyId::role].scope == kScopeLocal);
    CHECK(profile[PropertyId::profile_enabled].scope == kScopeLocal);
    CHECK(profile[PropertyId::email].scope == kScopeFederated);
}

TEST_CASE("scopes are read in their own and in older words") {
    CHECK(parse_scope("v2-private") == "v2-private");
    CHECK(parse_scope("v2-published") == "v2-published");
    CHECK(parse_scope("private") == "v2-local");
    CHECK(parse_scope("") == "v2-local");
    CHECK(parse_scope("contacts") == "v2-federated");
    CHECK(parse_scope("public") == "v2-published");
    CHECK_FALSE(parse_scope("V2-LOCAL"));
    CHECK_FALSE(parse_scope("bogus"));
}

TEST_CASE("the searchable rows leave out the avatar and cut what is too long") {
    Profile profile = parse_account_json(kEdited, fresh());
    profile[PropertyId::biography].value = std::string(254, 'x') + "\u00dc";
    const auto rows = to_account_data_rows(profile);
    using Row = std::pair<std::string, std::string>;
    REQUIRE(rows.size() == 17);
    CHECK(rows[0] == Row{"displayname", "Frank \u00dcnal"});
    CHECK(rows[3] == Row{"email", "frank@example.org"});
    CHECK(rows[4] == Row{"phone", "+4971125242890"});
    CHECK(rows[11] == Row{"biography", std::string(254, 'x')});
    CHECK(rows[13] == Row{"profile_enabled", ""});
    CHECK(rows[14] == Row{"pronouns", "he/him"});
    CHECK(rows[15] == Row{"additional_mail", "frank2@example.org"});
    CHECK(rows[16] == Row{"additional_mail", "frank3@example.org"});
}
