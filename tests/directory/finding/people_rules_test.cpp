// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/people_rules.h"

#include <doctest/doctest.h>

#include "base/json/json.h"
#include "base/text.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/people_index.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/known_user_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

constexpr const char* kLists = "shareapi_allow_share_dialog_user_enumeration";
constexpr const char* kListsGroups = "shareapi_restrict_user_enumeration_to_group";
constexpr const char* kListsKnown = "shareapi_restrict_user_enumeration_to_phone";
constexpr const char* kMatches = "shareapi_restrict_user_enumeration_full_match";
constexpr const char* kMatchesUid = "shareapi_restrict_user_enumeration_full_match_userid";
constexpr const char* kMatchesName = "shareapi_restrict_user_enumeration_full_match_displayname";
constexpr const char* kMatchesEmail = "shareapi_restrict_user_enumeration_full_match_email";
constexpr const char* kMatchesFirst =
    "shareapi_restrict_user_enumeration_full_match_ignore_second_dn";
constexpr const char* kGroupsOnly = "shareapi_only_share_with_group_members";
constexpr const char* kExcluded = "shareapi_only_share_with_group_members_exclude_group_list";

// ada and bea are in the group club, cyd is in staff, dan in none; ada has found dan by phone. off
// is disabled and in the club.
struct People : World {
    People() {
        group("club").group("staff").user("ada", {"club", "staff"}).user("bea", {"club"});
        user("cyd", {"staff"}).user("dan").user("off", {"club"});
        auto admin = as("admin");
        name("bea", "Ann Bea (Sales)", "bea@example.org");
        name("cyd", "Ann Cyd", "cyd@example.org");
        name("dan", "Ann Dan", "dan@example.org");
        name("off", "Ann Off", "off@example.org");
        admin.put("/cloud/users/off/disable");
        storage::insert_known_user(*db, "ada", "dan");
    }
    void name(const std::string& uid, const std::string& name, const std::string& email) {
        as("admin").put("/cloud/users/" + uid, {{"key", "displayname"}, {"value", name}});
        as("admin").put("/cloud/users/" + uid, {{"key", "email"}, {"value", email}});
    }
    // The ids that somebody is offered, with blanks between them; others have their type before.
    std::string found(const std::string& caller, const std::string& query) {
        const Answer answer = as(caller).get("/core/autocomplete/get?" + query);
        REQUIRE(answer.data.array());
        std::string ids;
        for (const auto& [index, entry] : *answer.data.array()) {
            const std::string source = *entry.array()->find("source")->text();
            if (!ids.empty()) ids += " ";
            if (source != "users") ids += source + ":";
            ids += *entry.array()->find("id")->text();
        }
        return ids;
    }
};

// Who a search in another place gives: the same rules hold everywhere.
struct PlaceCase {
    std::vector<std::pair<const char*, const char*>> settings;
    std::string caller;
    std::string text;
    std::string sharees;   // exact ones, a bar, the others
    std::string contacts;  // of the menu
};

const PlaceCase kPlaceCases[] = {
    {{}, "ada", "ann", "| bea cyd dan", "bea cyd dan"},
    {{}, "ada", "", "| admin bea cyd dan", "admin bea cyd dan"},
    {{}, "ada", "dan@example.org", "dan dan |", "dan"},
    {{}, "ada", "off", "|", ""},
    {{{kLists, "no"}}, "ada", "ann", "|", ""},
    {{{kLists, "no"}}, "ada", "Ann Dan", "dan |", ""},
    {{{kLists, "no"}}, "ada", "dan@example.org", "dan dan |", "dan"},
    {{{kLists, "no"}}, "ada", "off@example.org", "|", ""},
    {{{kLists, "no"}, {kMatches, "no"}}, "ada", "dan@example.org", "|", ""},
    {{{kLists, "no"}, {kMatchesEmail, "no"}}, "ada", "dan@example.org", "|", ""},
    {{{kListsGroups, "yes"}}, "ada", "ann", "| bea cyd", "bea cyd"},
    {{{kListsGroups, "yes"}}, "bea", "ann", "|", ""},
    {{{kListsKnown, "yes"}}, "ada", "ann", "| dan", "dan"},
    {{{kListsKnown, "yes"}}, "bea", "ann", "|", ""},
    {{{kGroupsOnly, "yes"}}, "ada", "ann", "| bea cyd", "bea cyd"},
    {{{kGroupsOnly, "yes"}}, "ada", "dan", "|", ""},
    {{{kGroupsOnly, "yes"}, {kExcluded, R"(["staff"])"}}, "ada", "ann", "| bea", "bea"},
    {{{"shareapi_exclude_groups", "yes"}, {"shareapi_exclude_groups_list", R"(["club"])"}},
     "bea",
     "ann",
     "|",
     ""},
    {{{"shareapi_exclude_groups", "yes"}, {"shareapi_exclude_groups_list", R"(["club"])"}},
     "ada",
     "ann",
     "| bea cyd dan",
     "bea cyd dan"},
    {{{"shareapi_exclude_groups", "allow"}, {"shareapi_exclude_groups_list", R"(["club"])"}},
     "bea",
     "ann",
     "| cyd dan",
     "cyd dan"},
    {{{"shareapi_exclude_groups", "allow"}, {"shareapi_exclude_groups_list", "club"}},
     "cyd",
     "ann",
     "|",
     ""},
};

std::string ids_of(const Value* list, const std::vector<const char*>& path) {
    std::string ids;
    REQUIRE(list);
    REQUIRE(list->array());
    for (const auto& [index, entry] : *list->array()) {
        const Value* found = &entry;
        for (const char* name : path)
            found = found->array()->find(name);
        ids += (ids.empty() ? "" : " ") + *found->text();
    }
    return ids;
}

struct Case {
    std::vector<std::pair<const char*, const char*>> settings;
    std::string caller;
    std::string query;  // after "search="
    std::string ids;
};

const Case kCases[] = {
    // Everybody is listed by default.
    {{}, "ada", "Ann", "bea cyd dan"},
    {{}, "ada", "bea", "bea"},
    {{}, "ada", " BEA ", "bea"},
    {{}, "ada", "ada", ""},
    {{}, "ada", "off", ""},
    {{}, "ada", "Ann Off", ""},
    {{}, "ada", "off@example.org", ""},
    {{}, "ada", "c&shareTypes[]=1", "groups:club"},
    {{}, "ada", "", "admin bea cyd dan"},
    // Not listed: only who is named in full.
    {{{kLists, "no"}}, "ada", "Ann", ""},
    {{{kLists, "false"}}, "ada", "Ann", ""},
    {{{kLists, "no"}}, "ada", "", ""},
    {{{kLists, "no"}}, "ada", "DAN", "dan"},
    {{{kLists, "no"}}, "ada", "ann dan", "dan"},
    {{{kLists, "no"}}, "ada", "Dan@example.org", "dan dan"},
    {{{kLists, "no"}}, "ada", "an@example.org", ""},
    {{{kLists, "no"}}, "ada", "clu&shareTypes[]=1", ""},
    {{{kLists, "no"}}, "ada", "club&shareTypes[]=1", "groups:club"},
    {{{kLists, "no"}, {kListsGroups, "yes"}}, "ada", "Ann", ""},
    {{{kLists, "no"}, {kListsKnown, "yes"}}, "ada", "Ann", ""},
    // Not even those, or not by everything.
    {{{kLists, "no"}, {kMatches, "no"}}, "ada", "dan", ""},
    {{{kLists, "no"}, {kMatches, "no"}}, "ada", "Ann Dan", ""},
    {{{kLists, "no"}, {kMatches, "no"}}, "ada", "dan@example.org", ""},
    {{{kMatches, "no"}}, "ada", "Ann Dan", "dan"},
    {{{kLists, "no"}, {kMatchesUid, "no"}}, "ada", "dan", ""},
    {{{kLists, "no"}, {kMatchesUid, "no"}}, "ada", "Ann Dan", "dan"},
    {{{kLists, "no"}, {kMatchesUid, "no"}}, "ada", "dan@example.org", "dan"},
    {{{kMatchesUid, "no"}}, "ada", "dan", "dan"},
    {{{kLists, "no"}, {kMatchesName, "no"}}, "ada", "Ann Dan", ""},
    {{{kLists, "no"}, {kMatchesName, "no"}}, "ada", "dan", "dan"},
    {{{kLists, "no"}, {kMatchesEmail, "no"}}, "ada", "dan@example.org", ""},
    {{{kLists, "no"}, {kMatchesEmail, "no"}}, "ada", "dan", "dan"},
    {{{kLists, "no"}}, "ada", "Ann Bea", ""},
    {{{kLists, "no"}}, "ada", "Ann Bea (Sales)", "bea"},
    {{{kLists, "no"}, {kMatchesFirst, "yes"}}, "ada", "ann bea", "bea"},
    {{{kLists, "no"}, {kMatchesFirst, "yes"}}, "ada", "ann", ""},
    // Members of one's own groups, and who was found by phone.
    {{{kListsGroups, "yes"}}, "ada", "Ann", "bea cyd"},
    {{{kListsGroups, "yes"}}, "bea", "Ann", ""},
    {{{kListsGroups, "yes"}}, "dan", "Ann", ""},
    {{{kListsGroups, "yes"}}, "dan", "cyd", "cyd"},
    {{{kListsGroups, "yes"}}, "dan", "Ann Cyd", ""},
    {{{kListsGroups, "yes"}}, "dan", "cyd@example.org", "cyd"},
    {{{kListsGroups, "yes"}, {kMatches, "no"}}, "dan", "cyd", ""},
    {{{kListsGroups, "yes"}}, "bea", "&shareTypes[]=1", "groups:club"},
    {{{kListsGroups, "yes"}}, "bea", "sta&shareTypes[]=1", ""},
    {{{kListsGroups, "yes"}}, "bea", "staff&shareTypes[]=1", "groups:staff"},
    {{{kListsKnown, "yes"}}, "ada", "Ann", "dan"},
    {{{kListsKnown, "yes"}}, "ada", "example.org", ""},
    {{{kListsKnown, "yes"}}, "bea", "Ann", ""},
    {{{kListsKnown, "yes"}}, "bea", "dan", "dan"},
    {{{kListsGroups, "yes"}, {kListsKnown, "yes"}}, "ada", "Ann", "bea cyd dan"},
    {{{kListsGroups, "yes"}, {kListsKnown, "yes"}}, "bea", "Ann", ""},
    // Nobody outside one's own groups at all.
    {{{kGroupsOnly, "yes"}}, "ada", "Ann", "bea cyd"},
    {{{kGroupsOnly, "yes"}}, "ada", "dan", ""},
    {{{kGroupsOnly, "yes"}}, "ada", "Ann Dan", ""},
    {{{kGroupsOnly, "yes"}}, "ada", "dan@example.org", ""},
    {{{kGroupsOnly, "yes"}}, "bea", "ada", "ada"},
    {{{kGroupsOnly, "yes"}, {kListsKnown, "yes"}}, "ada", "Ann", ""},
    {{{kGroupsOnly, "yes"}}, "bea", "staff&shareTypes[]=1", ""},
    {{{kGroupsOnly, "yes"}}, "bea", "c&shareTypes[]=1", "groups:club"},
    {{{kGroupsOnly, "yes"}, {kExcluded, R"(["staff"])"}}, "ada", "Ann", "bea"},
    {{{kGroupsOnly, "yes"}, {kExcluded, R"(["staff"])"}}, "ada", "cyd", ""},
    {{{kGroupsOnly, "yes"}, {kExcluded, R"(["club","staff"])"}}, "ada", "Ann", ""},
    {{{kListsGroups, "yes"}, {kExcluded, R"(["staff"])"}}, "ada", "Ann", "bea cyd"},
    // By e-mail.
    {{}, "ada", "dan@example.org", "dan dan"},
    {{}, "ada", "ann&shareTypes[]=4", "bea cyd dan"},
    {{}, "ada", "dan@example.org&shareTypes[]=4", "dan"},
    {{}, "ada", "Dan <dan@example.org>&shareTypes[]=4", "dan"},
    {{}, "ada", "new@example.org&shareTypes[]=4", "emails:new@example.org"},
    {{}, "ada", "off@example.org&shareTypes[]=4", "emails:off@example.org"},
    {{}, "ada", "dan&shareTypes[]=0&shareTypes[]=4", "dan"},
    {{{kLists, "no"}}, "ada", "ann&shareTypes[]=4", ""},
    {{{kLists, "no"}}, "ada", "dan@example.org&shareTypes[]=4", "dan"},
    {{{kLists, "no"}, {kMatches, "no"}},
     "ada",
     "dan@example.org&shareTypes[]=4",
     "emails:dan@example.org"},
    {{{kLists, "no"}, {kMatchesEmail, "no"}}, "ada", "dan@example.org&shareTypes[]=4", ""},
    {{{kListsGroups, "yes"}}, "ada", "ann&shareTypes[]=4", "bea cyd"},
    {{{kListsKnown, "yes"}}, "ada", "ann&shareTypes[]=4", "dan"},
    {{{kGroupsOnly, "yes"}}, "ada", "ann&shareTypes[]=4", "bea cyd"},
    {{{kGroupsOnly, "yes"}}, "ada", "dan@example.org&shareTypes[]=4", "emails:dan@example.org"},
};

// Sets app values while it lives.
struct StoredSettings {
    People& people;
    std::vector<std::pair<const char*, const char*>> values;
    StoredSettings(People& people_, std::vector<std::pair<const char*, const char*>> values_)
        : people(people_), values(std::move(values_)) {
        for (const auto& [key, value] : values)
            storage::set_app_value(*people.db, "core", key, {.value = value});
    }
    ~StoredSettings() {
        for (const auto& [key, value] : values)
            storage::delete_app_value(*people.db, "core", key);
    }
    std::string text() const {
        std::string text;
        for (const auto& [key, value] : values)
            text += std::string(key) + "=" + value + " ";
        return text;
    }
};

std::string sharees(People& people, const std::string& caller, const std::string& text) {
    const Answer answer = people.as(caller).get(
        "/apps/files_sharing/api/v1/sharees?itemType=file&shareType=0&search=" +
        percent_encode(text));
    const Array& data = *answer.data.array();
    const std::vector<const char*> path{"value", "shareWith"};
    const std::string exact = ids_of(data.find("exact")->array()->find("users"), path);
    const std::string wide = ids_of(data.find("users"), path);
    return exact + (exact.empty() ? "|" : " |") + (wide.empty() ? "" : " ") + wide;
}

std::string contacts(People& people, const std::string& caller, const std::string& text) {
    const Response response =
        people.send({.method = "POST",
                     .target = "/index.php/contactsmenu/contacts",
                     .headers = {{"OCS-APIRequest", "true"},
                                 {"Authorization", basic(caller, "Secret-" + caller)},
                                 {"Content-Type", "application/x-www-form-urlencoded"}},
                     .body = encode_form({{"filter", text}})});
    const std::optional<Value> body = parse_json(response.body);
    REQUIRE(body);
    return ids_of(body->array()->find("contacts"), {"id"});
}

void check(People& people, const Case& row) {
    CAPTURE(row.caller);
    CAPTURE(row.query);
    const StoredSettings settings(people, row.settings);
    const std::string set = settings.text();
    CAPTURE(set);
    std::string query = "search=" + row.query;
    for (std::size_t at; (at = query.find(' ')) != std::string::npos;)
        query.replace(at, 1, "%20");
    CHECK(people.found(row.caller, query) == row.ids);
}

}  // namespace

TEST_CASE("nobody finds accounts that the administrator has hidden from them") {
    People people;
    for (const Case& row : kCases)
        check(people, row);
}

TEST_CASE("sharees and the menu of contacts hide the same accounts") {
    People people;
    for (const PlaceCase& row : kPlaceCases) {
        CAPTURE(row.caller);
        CAPTURE(row.text);
        const StoredSettings settings(people, row.settings);
        const std::string set = settings.text();
        CAPTURE(set);
        CHECK(sharees(people, row.caller, row.text) == row.sharees);
        CHECK(contacts(people, row.caller, row.text) == row.contacts);
    }
}

TEST_CASE("with the address book of accounts closed nobody is found in it") {
    People people;
    storage::set_app_value(*people.db, "dav", "system_addressbook_exposed", {.value = "0"});
    CHECK(contacts(people, "ada", "ann").empty());
    CHECK(people.found("ada", "search=ann&shareTypes[]=4").empty());
    CHECK(people.found("ada", "search=ann") == "bea cyd dan");
}

TEST_CASE("hidden accounts stay hidden where a search has no index") {
    People people;
    if (people.db->engine() != storage::Engine::sqlite) return;
    people.db->run(storage::drop_people_index_statements());
    people.db->run(storage::drop_list_index_statements());
    for (const Case& row : kCases)
        check(people, row);
}

TEST_CASE("an account with an e-mail is suggested by it as the address book has it") {
    People people;
    const Answer answer =
        people.as("ada").get("/core/autocomplete/get?search=dan&shareTypes[]=4&shareTypes[]=6");
    CHECK(answer.response.body.find(
              R"_("data":[{"id":"dan","label":"Ann Dan (dan@example.org)","icon":"",)_"
              R"("source":"users","status":"","subline":"",)"
              R"("shareWithDisplayNameUnique":"dan@example.org"}])") != std::string::npos);
}
