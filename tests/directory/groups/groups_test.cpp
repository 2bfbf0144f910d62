// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/groups.h"

#include <doctest/doctest.h>

#include "directory/groups/access.h"
#include "directory/users/user_queries.h"
#include "directory/users/users.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;

namespace {

using Texts = std::vector<std::string>;

// An installation in memory in which rules are asked directly, as one account after another.
struct Place {
    Installation house{.database = storage::Database::memory(),
                       .settings = storage::SettingsFile(Array{})};
    std::unique_ptr<storage::Connection> db;
    CallMemo work;
    std::unique_ptr<Transaction> tx;

    Place() {
        house.database.install(0);
        db = house.database.connect(true);
        user("root", {"admin"});
        as("root");
    }
    Transaction& as(const std::string& uid) {
        if (tx) tx->commit();
        tx = std::make_unique<Transaction>(house, *db, work);
        tx->actor = {.uid = Uid(uid), .credential = Credential::password};
        find_roles(*tx, tx->actor);
        return *tx;
    }
    void user(const std::string& uid, const Texts& gids = {}) {
        storage::insert_user(*db, uid, uid, "");
        for (const std::string& gid : gids) {
            storage::insert_group(*db, {Gid(gid), gid});
            storage::insert_member(*db, gid, uid);
        }
    }
    void subadmin(const std::string& uid, const std::string& gid) {
        user(uid);
        storage::insert_group(*db, {Gid(gid), gid});
        storage::insert_subadmin(*db, gid, uid);
    }
    void delegate_users_to(const std::string& gid) {
        db->change("INSERT INTO oc_authorized_groups (group_id, class) VALUES (?, ?)", gid,
                   "OCA\\Settings\\Settings\\Admin\\Users");
    }
    Group group(const std::string& gid) { return *storage::find_group(*db, gid); }
    User account(const std::string& uid) { return *storage::find_user(*db, uid); }
    Result<Done> remove(const std::string& uid, const std::string& gid) {
        return remove_member(*tx, group(gid), account(uid));
    }
    Result<Done> add(const std::string& uid, const std::string& gid) {
        return add_member(*tx, group(gid), account(uid));
    }
};

template <class T>
Errc code(const Result<T>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

}  // namespace

TEST_CASE("any text but nothing and 0 may be a group") {
    Place place;
    for (const char* name : {"Team", " ", " lead", "per%cent", "../x", "a/b", "ünï", "00", "\"q\""})
        CHECK(create_group(*place.tx, name, "")->gid == name);
    CHECK(code(create_group(*place.tx, "", "")) == Errc::invalid_argument);
    CHECK(code(create_group(*place.tx, "0", "")) == Errc::invalid_argument);
    CHECK(code(create_group(*place.tx, "Team", "")) == Errc::group_exists);
    CHECK(create_group(*place.tx, "team", ""));
}

TEST_CASE("a name of more than 64 characters gets its SHA-256 as gid and cannot be repeated") {
    Place place;
    std::string accents;
    for (int i = 0; i < 64; ++i)
        accents += "é";
    CHECK(create_group(*place.tx, accents, "")->gid == accents);

    const std::string name(65, 'x');
    const Result<Group> created = create_group(*place.tx, name, "");
    CHECK(created->gid == "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9");
    CHECK(created->display_name == name);
    CHECK(code(find_group(*place.tx, name)) == Errc::group_not_found);
    CHECK(code(create_group(*place.tx, name, "")) == Errc::already_a_mapped_group);
    CHECK(create_group(*place.tx, std::string(255, 'y'), ""));
    const Error too_long = create_group(*place.tx, std::string(256, 'y'), "").error();
    CHECK(too_long.field == "length of groupid");
    CHECK(too_long.message == "Group name is limited to 255 characters");
}

TEST_CASE("a display name is trimmed; a blank one is none") {
    Place place;
    CHECK(create_group(*place.tx, "g1", " Group One ")->display_name == "Group One");
    CHECK(create_group(*place.tx, "g2", "  ")->display_name == "g2");
    const Group group = place.group("g1");
    CHECK(rename_group(*place.tx, group, " 0 "));
    CHECK(place.group("g1").display_name == "0");
    CHECK(rename_group(*place.tx, group, " \t").error().message == "Not supported by backend");
    CHECK(rename_group(*place.tx, place.group("admin"), "Bosses"));
}

TEST_CASE("a group without display name counts as missing") {
    Place place;
    storage::insert_group(*place.db, {"bare"_gid, ""});
    CHECK(code(find_group(*place.tx, "bare")) == Errc::group_not_found);
}

TEST_CASE("the group admin cannot be deleted") {
    Place place;
    CHECK(code(delete_group(*place.tx, place.group("admin"))) == Errc::admin_group);
    place.user("ann", {"sales"});
    CHECK(delete_group(*place.tx, place.group("sales")));
    CHECK(code(find_group(*place.tx, "sales")) == Errc::group_not_found);
}

TEST_CASE("groups are listed by gid, those with a text, a part of them at a time") {
    Place place;
    place.user("ann", {"b", "c"});
    CHECK(list_gids(*place.tx, {}) == Texts{"admin", "b", "c"});
    CHECK(list_gids(*place.tx, {.window = {.limit = 1, .offset = 1}}) == Texts{"b"});
    CHECK(list_group_details(*place.tx, {.text = "B"}).size() == 1);
}

TEST_CASE("members are read by administrators, the group's sub-admins and its members") {
    Place place;
    place.user("ann", {"sales"});
    place.user("out");
    place.subadmin("sam", "sales");
    place.subadmin("leo", "legal");
    Texts uids;
    const auto visit = [&uids](std::string_view uid) { uids.emplace_back(uid); };
    for (const char* uid : {"root", "ann", "sam"})
        CHECK(visit_members(place.as(uid), place.group("sales"), visit));
    CHECK(uids == Texts{"ann", "ann", "ann"});
    for (const char* uid : {"out", "leo"})
        CHECK(code(visit_members(place.as(uid), place.group("sales"), visit)) == Errc::forbidden);
    CHECK(uids.size() == 3);
    // Membership is not enough for the details.
    const UserQuery query{.sort = UserSort::uid, .with_gone = true};
    CHECK(code(find_uids_in(place.as("ann"), place.group("sales"), query)) == Errc::forbidden);
    CHECK(find_uids_in(place.as("sam"), place.group("sales"), query).value() == Texts{"ann"});
}

TEST_CASE("a sub-admin sees of an account's groups only his own, in his order") {
    Place place;
    place.user("ann", {"a", "b", "c"});
    place.subadmin("sam", "c");
    place.subadmin("sam", "a");
    place.user("other");
    CHECK(list_gids_of(place.as("root"), place.account("ann")).value() == Texts{"a", "b", "c"});
    CHECK(list_gids_of(place.as("ann"), place.account("ann"))->size() == 3);
    CHECK(list_gids_of(place.as("sam"), place.account("ann")).value() == Texts{"c", "a"});
    CHECK(code(list_gids_of(place.as("sam"), place.account("other"))) == Errc::forbidden);
    CHECK(code(list_gids_of(place.as("other"), place.account("ann"))) == Errc::forbidden);
}

TEST_CASE("administered groups are shown to the account itself and to administrators") {
    Place place;
    place.subadmin("sam", "sales");
    place.subadmin("leo", "sales");
    const User sam = place.account("sam");
    CHECK(list_subadmin_gids_of(place.as("sam"), sam).value() == Texts{"sales"});
    CHECK(list_subadmin_gids_of(place.as("root"), sam).value() == Texts{"sales"});
    CHECK(code(list_subadmin_gids_of(place.as("leo"), sam)) == Errc::forbidden);
    CHECK(details_of(*place.tx, {"sales"_gid, "gone"_gid}).size() == 1);
    CHECK(list_subadmins(*place.tx, place.group("sales")) == Texts{"leo", "sam"});
}

TEST_CASE("a sub-admin pulls any account into his group, and into no other") {
    Place place;
    place.subadmin("sam", "sales");
    place.user("ann", {"legal"});
    place.as("sam");
    CHECK(place.add("ann", "sales"));
    CHECK(place.add("ann", "sales"));
    CHECK(place.add("root", "sales"));
    CHECK(code(place.add("ann", "legal")) == Errc::forbidden);
    CHECK(code(place.add("ann", "admin")) == Errc::forbidden);
}

TEST_CASE("a sub-admin may not lose an account, nor himself") {
    Place place;
    place.subadmin("sam", "sales");
    place.user("ann", {"sales", "legal"});
    place.user("out");
    place.as("sam");
    CHECK(code(place.remove("ann", "legal")) == Errc::forbidden);
    CHECK(code(place.remove("ann", "sales")) == Errc::last_group);
    CHECK(code(place.remove("out", "sales")) == Errc::last_group);
    CHECK(place.remove("sam", "sales").error().message ==
          "Cannot remove yourself from this group as you are a sub-admin");
    place.subadmin("sam", "legal");
    CHECK(place.remove("ann", "sales"));
    CHECK(code(place.remove("ann", "legal")) == Errc::last_group);
}

TEST_CASE("an administrator leaves every group but admin") {
    Place place;
    place.user("root", {"sales"});
    place.user("other", {"admin"});
    CHECK(place.remove("root", "admin").error().message ==
          "Cannot remove yourself from the admin group");
    CHECK(place.remove("root", "sales"));
    CHECK(place.remove("root", "sales"));
    CHECK(place.remove("other", "admin"));
}

TEST_CASE("a delegated administrator manages every group but admin") {
    Place place;
    place.user("del", {"helpdesk"});
    place.user("ann", {"sales"});
    place.delegate_users_to("helpdesk");
    place.as("del");
    CHECK(place.add("ann", "helpdesk"));
    CHECK(place.remove("ann", "sales"));
    CHECK(code(place.add("ann", "admin")) == Errc::forbidden);
    CHECK(code(place.remove("root", "admin")) == Errc::forbidden);
    CHECK(place.remove("del", "helpdesk"));
}

TEST_CASE("the group admin has no sub-admins") {
    Place place;
    place.user("ann", {"sales"});
    const User ann = place.account("ann");
    CHECK(code(add_subadmin(*place.tx, place.group("admin"), ann)) == Errc::admin_group);
    CHECK(add_subadmin(*place.tx, place.group("sales"), ann));
    CHECK(add_subadmin(*place.tx, place.group("sales"), ann));
    CHECK(remove_subadmin(*place.tx, place.group("sales"), ann));
    CHECK(code(remove_subadmin(*place.tx, place.group("sales"), ann)) == Errc::not_subadmin);
    CHECK(code(remove_subadmin(*place.tx, place.group("admin"), ann)) == Errc::not_subadmin);
}
