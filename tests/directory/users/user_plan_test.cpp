// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_plan.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "directory/users/user_change.h"
#include "support/names.h"

using namespace roster;

namespace {

// On its own, as what stands behind it in a list is taken for a password by the search for secrets.
constexpr const char* kPasswordField = "password";

// Rules of an installation with the groups team and staff, for an administrator.
Rules rules_of(const std::string& actor = "root") {
    Rules rules;
    rules.actor = {.uid = Uid(actor), .credential = Credential::password, .admin = true};
    for (const char* gid : {"admin", "team", "staff"})
        rules.groups[Gid(gid)] = {.gid = Gid(gid), .display_name = gid};
    rules.profile.has_internet = false;
    return rules;
}

Rules rules_of_subadmin(const std::string& gid) {
    Rules rules = rules_of("sue");
    rules.actor.admin = false;
    rules.actor.subadmin = true;
    rules.administered_gids = {Gid(gid)};
    return rules;
}

UserState nobody(const std::string& uid) {
    UserState state{.uid = Uid(uid)};
    state.profile = StoredProfile(std::nullopt, [uid] {
        return default_profile(uid, std::nullopt, profile_defaults({}, true));
    });
    return state;
}

UserState user(const std::string& uid, const std::vector<std::string>& gids = {}) {
    UserState state = nobody(uid);
    state.exists = true;
    state.gids = roster::gids(gids);
    begin_profile(state);
    return state;
}

// The refusals, each as `code field message`.
std::vector<Error> refusals(const UserState& before, const UserChange& change, const Rules& rules) {
    const Checked<Plan> planned = plan(before, change, rules);
    return planned ? std::vector<Error>{} : planned.error();
}

std::vector<std::string> fields_of(const std::vector<Error>& errors) {
    std::vector<std::string> names;
    for (const Error& error : errors)
        names.push_back(error.field);
    return names;
}

Plan planned(const UserState& before, const UserChange& change, const Rules& rules) {
    Checked<Plan> result = plan(before, change, rules);
    REQUIRE(result);
    return std::move(result).value();
}

using Names = std::vector<std::string>;
constexpr const char* kPassword = "Plum-Kettle-42";

UserChange creation() {
    return {.creates = true, .password = Secret(kPassword)};
}

}  // namespace

TEST_CASE("everything that is refused is told, in the order of the fields, and nothing is done") {
    UserChange change = creation();
    change.password = Secret("short");
    change.display_name = std::string(65, 'x');
    change.email = "nonsense";
    change.language = "xx";
    change.quota = "lots";
    change.profile.values = {{PropertyId::phone, "abc"}, {PropertyId::website, "x"}};
    change.groups.add = {Gid("ghosts")};
    change.subadmin_of.add = {Gid("admin")};
    CHECK(fields_of(refusals(nobody("a/b"), change, rules_of())) ==
          Names{"userid", kPasswordField, "displayname", "email", "language", "quota", "phone",
                "website", "groups", "subadmin"});
}

TEST_CASE("a plan of creation has the user with all that was asked for") {
    UserChange change = creation();
    change.display_name = " Ann A ";
    change.email = "Ann@Example.org";
    change.quota = "5 GB";
    change.manager = "ben";
    change.groups.add = {Gid("team"), Gid("staff"), Gid("team")};
    change.subadmin_of.add = {Gid("team")};
    const Plan plan = planned(nobody("ann"), change, rules_of());
    CHECK(plan.after.exists);
    CHECK(plan.after.display_name() == "Ann A");
    CHECK(plan.after.email() == "ann@example.org");
    CHECK(plan.after.field(FieldId::quota) == "5 GB");
    CHECK(plan.after.field(FieldId::manager) == R"(["ben"])");
    CHECK(plan.after.gids == Names{"team", "staff"});
    CHECK(plan.after.subadmin_gids == Names{"team"});
    CHECK(plan.after.profile[PropertyId::email].value == "ann@example.org");
    CHECK(plan.after.profile[PropertyId::displayname].value == "Ann A");
    CHECK(plan.password->reveal() == kPassword);
    CHECK(plan.email_checks == Names{"ann@example.org"});
    const Event event = event_of(plan);
    CHECK(event.kind == EventKind::user_create);
    Names names;
    for (const FieldChange& field : event.fields)
        names.push_back(field.field);
    CHECK(names == Names{"displayname", "email", "quota", "manager", "groups", "subadmin"});
}

TEST_CASE("a uid has its rules, one after another") {
    Rules rules = rules_of();
    rules.instance_id = "oc1";
    rules.has_files = [](std::string_view uid) { return uid == "old"; };
    for (const char* wrong : {"a/b", "ünï", " ", " x", "x ", ".", "..", ".htaccess", "appdata_oc1",
                              "old", "config.json"}) {
        CAPTURE(wrong);
        CHECK(fields_of(refusals(nobody(wrong), creation(), rules)) == Names{"userid"});
    }
    CHECK(refusals(nobody(std::string(65, 'x')), creation(), rules)[0].message ==
          "Username is too long");
    for (const std::string& fine : {std::string(64, 'x'), std::string("..."), std::string("a@b")})
        CHECK(refusals(nobody(fine), creation(), rules).empty());
}

TEST_CASE("who is there is not created, and who is not there is not edited") {
    CHECK(refusals(user("ann"), creation(), rules_of())[0].code == Errc::user_exists);
    UserState taken = nobody("Ann");
    taken.is_taken = true;
    CHECK(refusals(taken, creation(), rules_of())[0].code == Errc::user_exists);
    CHECK(refusals(nobody("ann"), {.quota = "none"}, rules_of())[0].code == Errc::user_not_found);
}

TEST_CASE("a password is neither too long nor against the policy, and a first one not blank") {
    const auto refused = [](bool creates, const std::string& password, const Rules& rules) {
        const auto errors = refusals(creates ? nobody("ann") : user("ann"),
                                     {.creates = creates, .password = Secret(password)}, rules);
        return errors.empty() ? "" : errors[0].message;
    };
    Rules rules = rules_of();
    for (const bool creates : {true, false}) {
        CHECK(refused(creates, std::string(470, 'p'), rules) == "Invalid password value");
        CHECK(refused(creates, std::string(469, 'p'), rules) == "");
        CHECK(refused(creates, "short", rules) ==
              "Password needs to be at least 10 characters long.");
    }
    rules.password_policy.is_on = false;
    CHECK(refused(true, " ", rules) == "A valid password must be provided");
    CHECK(refused(false, "", rules) == "");
}

TEST_CASE("a new password ends sessions where the settings say so, and its value is told nobody") {
    Rules rules = rules_of();
    rules.ends_sessions_at_password_change = true;
    const Plan plan = planned(user("ann"), {.password = Secret(kPassword)}, rules);
    CHECK(plan.ends_sessions);
    const Event event = event_of(plan);
    REQUIRE(event.fields.size() == 1);
    CHECK(event.fields[0].field == "password");
    CHECK_FALSE(event.fields[0].before);
    CHECK_FALSE(event.fields[0].after);
    CHECK_FALSE(planned(nobody("ann"), creation(), rules).ends_sessions);
}

TEST_CASE("a display name that says nothing changes nothing") {
    UserState ann = user("ann");
    ann.stored_name = "Ann";
    for (const char* nothing : {"", "  ", "0", "Ann", " Ann "})
        CHECK(is_empty(planned(ann, {.display_name = nothing}, rules_of())));
    CHECK(planned(ann, {.display_name = " Anna"}, rules_of()).after.stored_name == "Anna");
}

TEST_CASE("the profile follows one's own new name, and the name of who has none yet") {
    const auto name_in_profile = [](const UserState& before, const Rules& rules) {
        return planned(before, {.display_name = "New"}, rules)
            .after.profile[PropertyId::displayname]
            .value;
    };
    CHECK(name_in_profile(user("ann"), rules_of()) == "ann");
    CHECK(name_in_profile(user("ann"), rules_of("ann")) == "New");
    UserState without = nobody("ann");
    without.exists = true;
    CHECK(name_in_profile(without, rules_of()) == "New");
}

TEST_CASE("an e-mail is an address unless any text will do, and takes the place of others") {
    CHECK(fields_of(refusals(user("ann"), {.email = "nonsense"}, rules_of())) == Names{"email"});
    CHECK(
        planned(user("ann"), {.email = "Nonsense", .any_email = true}, rules_of()).after.email() ==
        "nonsense");
    UserState ann = user("ann");
    ann.set_field(FieldId::notify_email, "two@example.org");
    const Plan plan = planned(ann, {.email = "Two@example.org"}, rules_of());
    CHECK_FALSE(plan.after.field(FieldId::notify_email));
    CHECK(plan.log.size() == 1);
    CHECK_FALSE(planned(plan.after, {.email = ""}, rules_of()).after.field(FieldId::email));
}

TEST_CASE("quotas are sizes within the limits of the installation") {
    const auto quota = [](const char* text, const Rules& rules) {
        const Checked<Plan> result = plan(user("ann"), {.quota = text}, rules);
        return result ? result.value().after.field(FieldId::quota).value_or("")
                      : "refused: " + result.error()[0].field;
    };
    Rules rules = rules_of();
    CHECK(quota("1.5 TB", rules) == "1.5 TB");
    CHECK(quota("1073741825", rules) == "1 GB");
    CHECK(quota("-1b", rules) == "none");
    CHECK(quota("default", rules) == "default");
    CHECK(quota("lots", rules) == "refused: quota");
    CHECK(quota("-5 GB", rules) == "refused: quota below zero");
    CHECK(quota("1e999 GB", rules) == "refused: quota beyond numbers");
    rules.max_quota_bytes = 10;
    CHECK(quota("11 B", rules) == "refused: quota");
    CHECK(quota("none", rules) == "none");
    rules.allows_unlimited_quota = false;
    CHECK(quota("none", rules) == "refused: quota");
    CHECK(quota("-1b", rules) == "refused: quota");
}

TEST_CASE("language, locale, time zone and first day must be known ones") {
    UserChange change{.language = "xx", .locale = "xx", .timezone = "Mars/Base"};
    change.first_day_of_week = "7";
    CHECK(fields_of(refusals(user("ann"), change, rules_of())) ==
          Names{"language", "locale", "timezone", "first_day_of_week"});
    UserState ann =
        planned(user("ann"), {.language = "de", .first_day_of_week = "3"}, rules_of()).after;
    CHECK(ann.field(FieldId::language) == "de");
    CHECK(ann.field(FieldId::first_day_of_week) == "3");
    ann = planned(ann, {.first_day_of_week = "-1"}, rules_of()).after;
    CHECK_FALSE(ann.field(FieldId::first_day_of_week));
}

TEST_CASE("a manager that is no UTF-8 is refused") {
    CHECK(refusals(user("ann"), {.manager = "M\xFCller"}, rules_of())[0].code == Errc::bad_text);
}

TEST_CASE("the whole profile is checked, and all its faults are told") {
    UserState ann = user("ann");
    Profile profile = ann.present_profile();
    profile[PropertyId::phone].value = "123";
    ann.profile = StoredProfile(to_account_json(profile), profile);
    UserChange change;
    change.profile.values = {{PropertyId::role, std::string(2049, 'x')}};
    CHECK(fields_of(refusals(ann, change, rules_of())) == Names{"role", "phone"});
    change.leaves_profile = true;
    CHECK(is_empty(planned(ann, change, rules_of())));
}

TEST_CASE("another phone is forgotten by who knew it, and stored as a number") {
    UserChange change;
    change.profile.values = {{PropertyId::phone, "+1 212 555 0100"}};
    UserState ann = user("ann");
    ann.is_known = true;
    const Plan plan = planned(ann, change, rules_of());
    CHECK_FALSE(plan.after.is_known);
    CHECK(plan.after.profile[PropertyId::phone].value == "+12125550100");
    change.profile.values = {{PropertyId::phone, "+12125550100"}};
    ann = plan.after;
    ann.is_known = true;
    CHECK(planned(ann, change, rules_of()).after.is_known);
}

TEST_CASE("scopes are one's own matter, and must suit the property") {
    UserChange change;
    change.profile.scopes = {{PropertyId::phone, "v2-private"}};
    CHECK(refusals(user("ann"), change, rules_of())[0].code == Errc::unknown_key);
    CHECK(planned(user("ann"), change, rules_of("ann")).after.profile[PropertyId::phone].scope ==
          kScopePrivate);
    change.profile.scopes = {{PropertyId::phone, "bogus"}};
    CHECK(refusals(user("ann"), change, rules_of("ann"))[0].message == "Invalid Invalid scope");
    change.profile.scopes = {{PropertyId::email, "v2-private"}};
    CHECK(refusals(user("ann"), change, rules_of("ann"))[0].message == "Invalid scope");
}

TEST_CASE("an additional mail is an address, a new one, and gets a link") {
    UserChange change;
    change.profile.add_mails = {"Two@example.org"};
    const Plan plan = planned(user("ann"), change, rules_of());
    CHECK(plan.mails_to_verify == Names{"two@example.org"});
    CHECK(fields_of(refusals(plan.after, change, rules_of())) == Names{"additional_mail"});
    CHECK(refusals(plan.after, {.notify_email = "two@example.org"}, rules_of()).size() == 1);
    UserChange confirms;
    confirms.profile.confirm_mails = {"two@example.org"};
    const UserState confirmed = planned(plan.after, confirms, rules_of()).after;
    CHECK(planned(confirmed, {.notify_email = "TWO@example.org"}, rules_of())
              .after.field(FieldId::notify_email) == "two@example.org");
    CHECK(refusals(user("ann"), confirms, rules_of())[0].code == Errc::not_found);
}

TEST_CASE("switches and relations decide on who may change a field") {
    Rules own = rules_of("ann");
    own.actor.admin = false;
    const auto code = [](const UserState& target, const UserChange& change, const Rules& rules) {
        const auto errors = refusals(target, change, rules);
        return errors.empty() ? "done" : errors[0].field;
    };
    const UserState ann = user("ann", {"team"});
    CHECK(code(ann, {.display_name = "A"}, own) == "done");
    CHECK(code(ann, {.quota = "1 GB"}, own) == "administrators' key");
    CHECK(code(ann, {.manager = "ben"}, own) == "administrators' key");
    own.name_changes = own.email_changes = false;
    own.language_is_forced = own.locale_is_forced = true;
    CHECK(code(ann, {.display_name = "A"}, own) == "switched off key");
    CHECK(code(ann, {.email = "a@example.org"}, own) == "switched off key");
    CHECK(code(ann, {.language = "de"}, own) == "switched off key");
    CHECK(code(ann, {.locale = "de"}, own) == "switched off key");
    CHECK(code(ann, {.quota = "1 GB"}, rules_of_subadmin("team")) == "done");
    CHECK(refusals(ann, {.quota = "1 GB"}, rules_of_subadmin("staff"))[0].code == Errc::forbidden);
    CHECK(refusals(user("root2", {"team", "admin"}), {.quota = "1"}, rules_of_subadmin("team"))[0]
              .code == Errc::forbidden);
    UserChange birthdate;
    birthdate.profile.values = {{PropertyId::birthdate, "1990-05-17"}};
    CHECK(code(ann, birthdate, rules_of()) == "owner's key");
}

TEST_CASE("nobody disables themselves, and who is disabled already is not disabled again") {
    CHECK(refusals(user("root"), {.enabled = false}, rules_of())[0].code == Errc::own_user);
    const Plan plan = planned(user("ann"), {.enabled = false}, rules_of());
    CHECK_FALSE(plan.after.enabled());
    CHECK(event_of(plan).kind == EventKind::user_disable);
    CHECK(is_empty(planned(plan.after, {.enabled = false}, rules_of())));
    CHECK(event_of(planned(plan.after, {.enabled = true}, rules_of())).kind ==
          EventKind::user_enable);
}

TEST_CASE("sub-admins put people into their own groups only, new ones into at least one") {
    const Rules sue = rules_of_subadmin("team");
    const auto fields = [&](const UserState& before, UserChange change, const char* gid) {
        if (gid) change.groups.add = {Gid(gid)};
        return fields_of(refusals(before, change, sue));
    };
    CHECK(fields(nobody("ann"), creation(), nullptr) == Names{"groups"});
    CHECK(fields(nobody("ann"), creation(), "staff") == Names{"groups"});
    CHECK(fields(nobody("ann"), creation(), "team").empty());
    CHECK(fields(user("ben", {"staff"}), {}, "team").empty());
    UserChange promotion;
    promotion.subadmin_of.add = {Gid("staff")};
    CHECK(refusals(user("ann", {"team"}), promotion, sue)[0].code == Errc::forbidden);
}

TEST_CASE("nobody leaves a group in which they are needed") {
    const auto code = [](const UserState& before, const char* gid, const Rules& rules) {
        UserChange change;
        change.groups.remove = {Gid(gid)};
        const auto errors = refusals(before, change, rules);
        return errors.empty() ? Errc::busy : errors[0].code;
    };
    const Rules sue = rules_of_subadmin("team");
    CHECK(code(user("root", {"admin"}), "admin", rules_of()) == Errc::own_user);
    CHECK(code(user("sue", {"team"}), "team", sue) == Errc::own_user);
    CHECK(code(user("ann", {"team"}), "team", sue) == Errc::last_group);
    CHECK(code(user("ann", {"team"}), "staff", sue) == Errc::forbidden);
    CHECK(code(user("ann", {"team"}), "team", rules_of()) == Errc::busy);
}

TEST_CASE("exactly these groups means the ones too many are left, and the missing ones joined") {
    UserChange change;
    change.groups.set = {Gid("staff"), Gid("admin")};
    const Plan plan = planned(user("ann", {"team", "staff"}), change, rules_of());
    CHECK(plan.after.gids == Names{"staff", "admin"});
    CHECK(plan.log.size() == 2);
    const Event event = event_of(plan);
    REQUIRE(event.fields.size() == 1);
    CHECK(event.fields[0].before == "staff, team");
    CHECK(event.fields[0].after == "admin, staff");
}

TEST_CASE("two plans, one after the other, are one plan") {
    Plan first = planned(user("ann"), {.email = "a@example.org"}, rules_of());
    Plan second = planned(first.after, {.quota = "5 GB"}, rules_of());
    const Plan both = then(std::move(first), std::move(second));
    CHECK(both.before == user("ann"));
    CHECK(both.after.email() == "a@example.org");
    CHECK(both.after.field(FieldId::quota) == "5 GB");
    CHECK(both.email_checks.size() == 1);
    CHECK(event_of(both).fields.size() == 2);
}

TEST_CASE("a plan is not made of a user of whom too little was loaded") {
    UserState ann = user("ann");
    ann.known = {.preferences = false, .memberships = false, .fame = false};
    CHECK_FALSE(is_empty(planned(ann, {.display_name = "Anna"}, rules_of())));
    CHECK_THROWS_AS(plan(ann, {.email = "a@example.org"}, rules_of()), std::logic_error);
    CHECK_THROWS_AS(plan(ann, {.display_name = "Anna"}, rules_of_subadmin("team")),
                    std::logic_error);
    CHECK_THROWS_AS(plan(ann, {.groups = {.add = {Gid("team")}}}, rules_of()), std::logic_error);
}
