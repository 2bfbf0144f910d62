// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/group_rows.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/delegation_rows.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

using Texts = std::vector<std::string>;

struct Groups {
    Connection& db;

    void add(const std::string& gid, const std::string& display_name = "") {
        REQUIRE(insert_group(db, {Gid(gid), display_name.empty() ? gid : display_name}));
    }
    void add_user(const std::string& uid, const std::string& gid) {
        insert_user(db, uid, uid, "");
        REQUIRE(insert_member(db, gid, uid));
    }
    Texts gids_with(const char* text, Window window = {}) const {
        Texts gids;
        for (const Group& group : list_groups(db, {.text = text, .window = window}))
            gids.push_back(group.gid.text());
        return gids;
    }
    Texts find(UserTerm of, const char* gid, const char* text, UserQuery query) const {
        query.filter = {std::move(of), UserTerm::in_group(Gid(gid)), UserTerm::has_text(text)};
        return texts(find_uids(db, query));
    }
    // By uid, with those who have no account.
    Texts members(const char* gid, const char* text, Window window = {}) const {
        return find(kAnybody, gid, text,
                    {.sort = UserSort::uid, .window = window, .with_gone = true});
    }
    Texts disabled(const char* gid, const char* text) const {
        return find(UserTerm::disabled(), gid, text, {.sort = UserSort::uid, .with_gone = true});
    }
    // In the order of the account lists.
    Texts accounts(const char* gid, const char* text, Window window = {}) const {
        return find(kAnybody, gid, text, {.window = window});
    }
    const UserTerm kAnybody = UserTerm::has_name("");
};

}  // namespace

TEST_CASE("a gid is taken once, in exactly its letters") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        CHECK_FALSE(insert_group(groups.db, {"team"_gid, "other"}));
        CHECK(insert_group(groups.db, {"Team"_gid, "other"}));
        CHECK(find_group(groups.db, "team")->display_name == "team");
        CHECK_FALSE(find_group(groups.db, "TEAM"));
    }
}

TEST_CASE("groups are listed by the bytes of their gids, numbers as text") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        for (const char* gid : {"zeta", "Alpha", "beta", "gamma_1", "10", "2", "Éclair"})
            groups.add(gid);
        CHECK(groups.gids_with("") ==
              Texts{"10", "2", "Alpha", "admin", "beta", "gamma_1", "zeta", "Éclair"});
        CHECK(groups.gids_with("", {.limit = 2, .offset = 1}) == Texts{"2", "Alpha"});
        CHECK(groups.gids_with("", {.offset = 6}) == Texts{"zeta", "Éclair"});
    }
}

TEST_CASE("groups are found by gid and by display name") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("g1", "Group One");
        groups.add("one");
        CHECK(groups.gids_with("ONE") == Texts{"g1", "one"});
        CHECK(list_group_details(groups.db, {.text = "one", .window = {.limit = 1, .offset = 1}})
                  .front()
                  .group.gid == "one");
        CHECK(groups.gids_with("_").empty());
    }
}

TEST_CASE("details count every row of a membership, and who of them is disabled") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        groups.add("staff");
        groups.add_user("anna", "team");
        groups.add_user("off", "team");
        REQUIRE(insert_member(groups.db, "team", "gone"));
        REQUIRE(insert_member(groups.db, "staff", "off"));
        groups.add_user("away", "staff");
        set_preference(groups.db, "off", "core", "enabled", "false");
        set_preference(groups.db, "away", "core", "enabled", "false");
        set_preference(groups.db, "anna", "core", "enabled", "true");

        const std::vector<GroupDetails> found =
            find_group_details(groups.db, gids({"team", "nothing", "staff"}));
        REQUIRE(found.size() == 2);
        CHECK(found[0].group.gid == "team");
        CHECK(found[0].members == 3);
        CHECK(found[0].disabled == 1);
        CHECK(found[1].disabled == 2);
        const std::vector<GroupDetails> all = list_group_details(groups.db, {});
        REQUIRE(all.size() == 3);
        CHECK(all[0].disabled == 0);
        CHECK(all[1].group.gid == "staff");
        CHECK(all[1].disabled == 2);
        CHECK(all[2].members == 3);
        CHECK(all[2].disabled == 1);
        CHECK(find_group_details(groups.db, gids({"nothing"})).empty());
    }
}

TEST_CASE("a deleted group leaves no member, sub-admin or delegation behind") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        groups.add_user("anna", "team");
        REQUIRE(insert_subadmin(groups.db, "team", "anna"));
        groups.db.change("INSERT INTO oc_authorized_groups (group_id, class) VALUES ('team', 'C')");
        const RoleRows roles = find_role_rows(groups.db, "anna", "team");
        CHECK(roles.in_group);
        CHECK(roles.subadmin);
        CHECK(roles.delegated_classes == Texts{"C"});
        CHECK(has_delegations(groups.db, "C"));

        delete_group(groups.db, "team");
        groups.add("team");
        CHECK_FALSE(has_delegations(groups.db, "C"));
        CHECK_FALSE(is_member(groups.db, "team", "anna"));
        CHECK_FALSE(is_subadmin(groups.db, "team", "anna"));
        REQUIRE(insert_member(groups.db, "team", "anna"));
        const RoleRows later = find_role_rows(groups.db, "anna", "other");
        CHECK_FALSE(later.in_group);
        CHECK_FALSE(later.subadmin);
        CHECK(later.delegated_classes.empty());
    }
}

TEST_CASE("members come by uid, and only those who have an account") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        for (const char* uid : {"zoe", "7", "anna", "12"})
            groups.add_user(uid, "team");
        REQUIRE(insert_member(groups.db, "team", "gone"));
        Texts uids;
        visit_uids_of_group(groups.db, "team",
                            [&](std::string_view uid) { uids.emplace_back(uid); });
        CHECK(uids == Texts{"12", "7", "anna", "zoe"});
        CHECK(groups.members("team", "", {.limit = 2, .offset = 2}) == Texts{"anna", "gone"});
    }
}

TEST_CASE("a search for members looks at uid, display name and system e-mail") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        for (const char* uid : {"anna", "ben", "cid"})
            groups.add_user(uid, "team");
        set_display_name(groups.db, "ben", "Joanna");
        set_preference(groups.db, "cid", "settings", "email", "Anna@example.org");
        set_preference(groups.db, "cid", "settings", "manager", "[\"boss\"]");
        CHECK(groups.members("team", "ANNA") == Texts{"anna", "ben", "cid"});
        CHECK(groups.members("team", "ANNA", {.limit = 1, .offset = 1}) == Texts{"ben"});
        CHECK(groups.members("team", "@example") == Texts{"cid"});
        CHECK(groups.members("team", "boss").empty());
        CHECK(groups.members("admin", "anna").empty());
    }
}

TEST_CASE("accounts of a group are found in the order of the account lists, disabled ones by uid") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        for (const char* uid : {"anna", "ben", "cid", "dan"})
            groups.add_user(uid, "team");
        REQUIRE(insert_member(groups.db, "team", "gone-anna"));
        insert_user(groups.db, "hannah", "hannah", "");
        for (const auto& [uid, name] : {std::pair("anna", "zoe"), std::pair("ben", "Joanna"),
                                        std::pair("cid", "cid"), std::pair("dan", "dan")})
            set_display_name(groups.db, uid, name);
        set_preference(groups.db, "cid", "settings", "email", "Anna@example.org");
        const auto check = [&groups] {
            CHECK(groups.accounts("team", "ANNA") == Texts{"cid", "ben", "anna"});
            CHECK(groups.accounts("admin", "anna").empty());
            CHECK(groups.accounts("team", "anna", {.limit = 2}) == Texts{"cid", "ben"});
            CHECK(groups.accounts("team", "anna", {.limit = 0}).empty());
            CHECK(groups.accounts("team", "anna", {.limit = 1, .offset = 1}) == Texts{"ben"});
            CHECK(groups.accounts("team", "anna", {.offset = 2}) == Texts{"anna"});
        };
        check();
        for (const char* uid : {"gone-anna", "cid", "anna", "dan", "hannah"})
            set_preference(groups.db, uid, "core", "enabled", "false");
        set_preference(groups.db, "ben", "core", "enabled", "true");
        CHECK(groups.disabled("team", "") == Texts{"anna", "cid", "dan", "gone-anna"});
        CHECK(groups.disabled("team", "Anna") == Texts{"anna", "cid", "gone-anna"});
        // So many members that everybody is searched instead, where there is an index.
        if (fresh.db.engine() != Engine::sqlite) continue;
        groups.db.open_call();
        for (int i = 0; i < 2'100; ++i)
            insert_member(groups.db, "team", "m" + std::to_string(i));
        groups.db.close_call(true);
        check();
    }
}

TEST_CASE("joining and leaving say whether they changed something") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        groups.add("team");
        CHECK(insert_member(groups.db, "team", "anna"));
        CHECK_FALSE(insert_member(groups.db, "team", "anna"));
        CHECK(delete_member(groups.db, "team", "anna"));
        CHECK_FALSE(delete_member(groups.db, "team", "anna"));
        CHECK(insert_subadmin(groups.db, "team", "anna"));
        CHECK_FALSE(insert_subadmin(groups.db, "team", "anna"));
        CHECK(subadmins_of_group(groups.db, "team").empty());  // No account of that uid.
        CHECK(delete_subadmin(groups.db, "team", "anna"));
        CHECK_FALSE(delete_subadmin(groups.db, "team", "anna"));
    }
}

TEST_CASE("an account's groups come in the order of joining, by gid where rows lie by their key") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        Groups groups{fresh.db};
        for (const char* gid : {"zeta", "alpha", "mid"}) {
            groups.add(gid);
            groups.add_user("anna", gid);
            REQUIRE(insert_subadmin(groups.db, gid, "anna"));
        }
        const bool by_key = fresh.db.engine() == Engine::mariadb;
        const Texts gids = by_key ? Texts{"alpha", "mid", "zeta"} : Texts{"zeta", "alpha", "mid"};
        CHECK(gids_of_user(groups.db, "anna") == gids);
        CHECK(gids_of_subadmin(groups.db, "anna") == gids);
    }
}
