// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/profiles.h"

#include <doctest/doctest.h>

#include "directory/editing.h"
#include "directory/users/user_state.h"
#include "storage/rows/profile_rows.h"

using namespace roster;
using roster::test::Editing;

namespace {

bool has_record(Editing& editing, std::string_view uid) {
    return storage::find_account_json(*editing.db, uid).has_value();
}

// As an edit reads it.
Profile profile_to_edit(Editing& editing) {
    return load_user_state(*editing.tx, Uid("ann")).present_profile();
}

}  // namespace

TEST_CASE("reading writes the default record of an account that has none, editing does not") {
    Editing editing;
    CHECK(profile_to_edit(editing).never_edited);
    CHECK_FALSE(has_record(editing, "ann"));
    CHECK(load_profile(*editing.tx, editing.account("ann")).never_edited);
    CHECK(has_record(editing, "ann"));
    CHECK(editing.record("ann").find(R"("email":{"value":null)") != std::string::npos);
    CHECK(editing.db->integer("SELECT COUNT(*) FROM oc_accounts_data") == 15);
}

TEST_CASE("a record shows the present display name, whichever it was stored with") {
    Editing editing;
    const User old_user = editing.account("ann");
    load_profile(*editing.tx, old_user);
    storage::set_display_name(*editing.db, "ann", "Ann");
    CHECK(load_profile(*editing.tx, editing.account("ann"))[PropertyId::displayname].value ==
          "Ann");
    CHECK(profile_to_edit(editing)[PropertyId::displayname].value == "Ann");
}

TEST_CASE("an update that changes nothing takes back the marks, and the next one writes nothing") {
    Editing editing;
    REQUIRE(editing.edit("ann", "email", "ann@example.org") == Editing::kDone);
    const auto update = [&] {
        const std::string role = profile_to_edit(editing)[PropertyId::role].value;
        REQUIRE(editing.edit("ann", "role", role) == Editing::kDone);
    };
    CHECK(editing.profile("ann")[PropertyId::email].verified == kVerificationInProgress);
    update();
    CHECK(editing.profile("ann")[PropertyId::email].verified == kNotVerified);
    const std::int64_t last_row =
        editing.db->integer("SELECT MAX(id) FROM oc_accounts_data WHERE uid = 'ann'");
    update();
    CHECK(editing.db->integer("SELECT MAX(id) FROM oc_accounts_data WHERE uid = 'ann'") ==
          last_row);
}

TEST_CASE("the first update of an account without e-mail queues a check of it all the same") {
    Editing editing;
    REQUIRE(editing.edit("ann", "role", "") == Editing::kDone);
    CHECK(editing.jobs("VerifyUserData") ==
          std::vector<std::string>{R"({"verificationCode":"","data":"","type":"email","uid":"ann",)"
                                   R"("try":0,"lastRun":1790000000})"});
    CHECK_FALSE(editing.profile("ann").never_edited);
}

TEST_CASE("a value that is no UTF-8 leaves the record as it was") {
    Editing editing;
    const User user = editing.account("ann");
    load_profile(*editing.tx, user);
    const std::string record = editing.record("ann");
    CHECK(editing.edit("ann", "address", "M\xFCnchen") == Editing::kDone);
    CHECK(editing.record("ann") == record);
}

TEST_CASE("an account whose name is no UTF-8 can be read, and gets no record") {
    Editing editing;
    storage::set_display_name(*editing.db, "ann", "M\xFCller");
    CHECK(load_profile(*editing.tx, editing.account("ann"))[PropertyId::displayname].value ==
          "M\xFCller");
    CHECK_FALSE(has_record(editing, "ann"));
}

TEST_CASE("the settings decide on the scopes of a new record and on its visibility") {
    Editing editing;
    Array scopes;
    scopes.set("phone", "v2-federated");
    editing.set("account_manager.default_property_scope", std::move(scopes));
    storage::set_app_value(*editing.db, "settings", "profile_enabled_by_default", {.value = "0"});
    const Profile profile = load_profile(*editing.tx, editing.account("ann"));
    CHECK(profile[PropertyId::phone].scope == kScopeFederated);
    CHECK(profile[PropertyId::profile_enabled].value == "0");
}
