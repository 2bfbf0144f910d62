// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_change.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "directory/audit.h"
#include "directory/config/user_settings.h"
#include "directory/login/authenticate.h"
#include "directory/users/users.h"
#include "storage/databases.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;

namespace {

Array settings_of_tests() {
    Array settings;
    settings.set("secret", "test-secret");
    settings.set("hashingTimeCost", 1);
    settings.set("hashingMemoryCost", 8);
    settings.set("has_internet_connection", false);
    return settings;
}

// One call of an administrator on one engine.
struct Call {
    explicit Call(storage::FreshDatabase& fresh)
        : house{.database = fresh.database,
                .settings = storage::SettingsFile(settings_of_tests()),
                .clock = [] { return std::int64_t{1'790'000'000}; }},
          tx(house, fresh.db, work) {
        tx.actor = {.uid = "root"_uid, .credential = Credential::password, .admin = true};
    }

    std::vector<Plan> plans(const std::vector<Uid>& uids, const UserChange& change) {
        const Rules rules = load_rules(tx, change);
        std::vector<Plan> all;
        for (const UserState& state : load_user_states(tx, uids)) {
            Checked<Plan> planned = plan(state, change, rules);
            REQUIRE(planned);
            all.push_back(std::move(planned).value());
        }
        return all;
    }
    std::vector<AuditEntry> entries() {
        std::vector<AuditEntry> all;
        for (AuditRow& row : list_audit(tx, "", 0, 1000))
            all.push_back(std::move(row.entry));
        return all;
    }

    Installation house;
    CallMemo work{};
    Transaction tx;
};

std::vector<Uid> numbered(int count) {
    std::vector<Uid> uids;
    for (int i = 0; i < count; ++i)
        uids.emplace_back("u" + std::to_string(100 + i));
    return uids;
}

}  // namespace

TEST_CASE("many users are created and edited at once, and one entry tells of each") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_group(fresh.db, {"team"_gid, "team"});
        Call call(fresh);
        const std::vector<Uid> uids = numbered(20);
        UserChange creation{.creates = true, .password = Secret("Plum-Kettle-42")};
        creation.display_name = "Somebody";
        creation.email = "same@example.org";
        creation.groups.add = {Gid("team")};
        roster::apply(call.tx, call.plans(uids, creation));
        CHECK(call.entries().size() == 20);

        UserChange edit{.language = "de", .quota = "5 GB"};
        edit.profile.values = {{PropertyId::phone, "+12125550100"}};
        edit.groups.remove = {Gid("team")};
        roster::apply(call.tx, call.plans(uids, edit));
        const std::vector<AuditEntry> entries = call.entries();
        REQUIRE(entries.size() == 40);
        CHECK(entries.back().field == "language, quota, phone, groups");
        for (const Uid& uid : uids) {
            const User user = *storage::find_user(fresh.db, uid);
            CHECK(has_password(call.tx, user, "Plum-Kettle-42"_secret));
            CHECK(user.stored_display_name == "Somebody");
            CHECK(storage::preference(fresh.db, uid, "settings", "email") == "same@example.org");
            CHECK(storage::preference(fresh.db, uid, "files", "quota") == "5 GB");
            CHECK(storage::find_account_json(fresh.db, uid)->find("+12125550100") !=
                  std::string::npos);
            CHECK_FALSE(storage::is_member(fresh.db, "team", uid));
        }
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_accounts_data") == 20 * 15);
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_accounts_data WHERE name = 'phone'"
                               " AND value = '+12125550100'") == 20);
        call.tx.commit();
    }
}

TEST_CASE("a plan that changes nothing writes nothing") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_user(fresh.db, "ann", "ann", "hash");
        Call call(fresh);
        roster::apply(call.tx, call.plans({Uid("ann")}, {.display_name = "ann", .email = ""}));
        CHECK(call.entries().empty());
        CHECK_FALSE(storage::find_account_json(fresh.db, "ann"));
        call.tx.commit();
    }
}

TEST_CASE("rows that only look like those of a user give way to the user's own") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_user(fresh.db, "ann", "ann", "");
        storage::insert_group(fresh.db, {"team"_gid, "team"});
        storage::insert_member(fresh.db, "team ", "ann");
        storage::set_preference(fresh.db, "ann ", "core", "lang", "fr");
        Call call(fresh);
        UserChange change{.language = "de"};
        change.groups.add = {Gid("team")};
        roster::apply(call.tx, call.plans({Uid("ann")}, change));
        CHECK(storage::is_member(fresh.db, "team", "ann"));
        CHECK(storage::preference(fresh.db, "ann", "core", "lang") == "de");
        call.tx.commit();
    }
}

TEST_CASE("a preference that disables an account ends its logins, whoever sets it") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_user(fresh.db, "ann", "ann", "");
        Call call(fresh);
        const std::uint64_t before = call.house.login_changes;
        CHECK(set_user_setting(call.tx, "ann"_uid, "core", "lang", "de"));
        CHECK(call.house.login_changes == before);
        CHECK(set_user_setting(call.tx, "ann"_uid, "core", "enabled", "false"));
        CHECK(call.house.login_changes == before + 1);
        CHECK(call.entries().back().action == "user.disable");
        CHECK_FALSE(is_enabled(call.tx, "ann"_uid));
        CHECK(delete_user_setting(call.tx, "ann"_uid, "core", "enabled"));
        CHECK(call.entries().back().action == "user.enable");
        call.tx.commit();
    }
}

TEST_CASE("two plans for one user are not applied together, in whichever letter case") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        Call call(fresh);
        const UserChange creation{.creates = true, .password = "Plum-Kettle-42"_secret};
        const std::vector<Plan> plans = call.plans({"Ed"_uid, "ed"_uid}, creation);
        CHECK_THROWS_AS(roster::apply(call.tx, plans), std::logic_error);
    }
}

// Those of an older Nextcloud know fewer properties.
TEST_CASE("an edit completes the rows of a profile that lacks some properties") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_user(fresh.db, "ed", "ed", "");
        storage::replace_account(fresh.db, "ed", R"({"phone":{"value":"","scope":"v2-local"}})",
                                 {{"phone", ""}});
        Call call(fresh);
        ProfileChange profile{.values = {{PropertyId::phone, "+4971125242890"}}};
        REQUIRE(change_user(call.tx, "ed"_uid, {.profile = profile}));
        for (const char* name : {"phone", "bluesky", "pronouns"}) {
            CAPTURE(name);
            CHECK(fresh.db.exists("SELECT 1 FROM oc_accounts_data WHERE uid = 'ed' AND name = ?",
                                  name));
        }
    }
}

TEST_CASE("nothing of a new user was there before, in its entry of audit and feed") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        storage::insert_group(fresh.db, {"team"_gid, "team"});
        Call call(fresh);
        UserChange change{.creates = true,
                          .password = "Plum-Kettle-42"_secret,
                          .display_name = "Ann",
                          .email = "ann@example.org",
                          .quota = "5 GB",
                          .enabled = false};
        change.groups.add = {"team"_gid};
        change.subadmin_of.add = {"team"_gid};
        const std::vector<Plan> plans = call.plans({"ann"_uid}, change);
        const Event event = event_of(plans.front());
        std::vector<std::string> named;
        for (const FieldChange& field : event.fields) {
            CAPTURE(field.field);
            CHECK_FALSE(field.before);
            CHECK(field.after);
            named.push_back(field.field);
        }
        for (const char* field : {"displayname", "email", "quota", "enabled", "groups", "subadmin"})
            CHECK(std::ranges::count(named, field) == 1);
        roster::apply(call.tx, plans);
        CHECK_FALSE(call.entries().back().before);
        call.tx.commit();
    }
}
