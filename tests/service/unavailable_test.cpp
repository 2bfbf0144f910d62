// SPDX-License-Identifier: Apache-2.0
#include "service/unavailable.h"

#include <doctest/doctest.h>

#include "directory/login/attempts.h"
#include "directory/transaction.h"
#include "support/browser.h"
#include "support/world.h"

using namespace roster;

namespace {

// An installation in a database that can be made to take no changes.
struct Stubborn {
    World world{};

    Stubborn() { world.user("anna").user("ben"); }
    bool is_usual() const { return world.db->engine() == storage::Engine::sqlite; }
    void take_changes(bool takes) {
        world.db->run(takes ? "PRAGMA query_only=0" : "PRAGMA query_only=1");
    }
    Response guess(const std::string& method, const std::string& password) {
        return world.send(
            {.method = method,
             .target = "/ocs/v2.php/cloud/users/ben/disable",
             .headers = {{"OCS-APIRequest", "true"}, {"Authorization", basic("admin", password)}},
             .remote_address = "192.0.2.7"});
    }
    Response ready() { return world.send({.method = "GET", .target = "/health/ready"}); }
};

}  // namespace

TEST_CASE("while the database takes no changes, what reads is answered and the rest is 503") {
    Stubborn place;
    if (!place.is_usual()) return;
    auto admin = place.world.as("admin");
    CHECK(place.ready().status == 200);
    place.take_changes(false);
    // The first login and the first look at an account would leave a note.
    CHECK(place.world.as("anna").get("/cloud/user").number == 200);
    CHECK(admin.get("/cloud/users/ben").number == 200);
    CHECK(admin.get("/cloud/users/details").number == 200);
    const Answer refused = admin.put("/cloud/users/ben/disable");
    CHECK(refused.status() == 503);
    CHECK(refused.response.find_header("Retry-After") == "1");
    CHECK(refused.response.find_header("Roster-Hint")->find("can only be read") !=
          std::string_view::npos);
    CHECK(admin.post("/cloud/groups", {{"groupid", "team"}}).status() == 503);
    CHECK(place.world.as("anna").put("/cloud/users/ben/disable").number == 403);
    CHECK(place.world.as("anna").get("/core/getapppassword").status() == 503);
    const Response ready = place.ready();
    CHECK(ready.status == 503);
    CHECK(ready.body.find("can only be read") != std::string::npos);
    place.take_changes(true);
    CHECK(place.ready().status == 200);
    CHECK(admin.put("/cloud/users/ben/disable").number == 200);
}

TEST_CASE(
    "a database file that was put back needs a server that is started anew, and that is said") {
    CHECK(sentence_for(storage::Trouble::gone).find("put it back and start the server anew") !=
          std::string::npos);
}

TEST_CASE("guesses that cannot be stored are counted all the same") {
    Stubborn place;
    if (!place.is_usual()) return;
    place.take_changes(false);
    for (int i = 0; i < 11; ++i)
        CHECK(place.guess(i % 2 == 0 ? "GET" : "PUT", "wrong").status == 401);
    CHECK(place.guess("GET", "wrong").status == 429);
    CHECK(place.guess("PUT", "Secret-admin").status == 429);
    place.take_changes(true);
    CHECK(place.guess("PUT", "Secret-admin").status == 429);
    place.world.now += 31 * 60;
    CHECK(place.guess("PUT", "Secret-admin").status == 200);
}

TEST_CASE("what was counted in memory is taken back with the rest of the address") {
    Stubborn place;
    if (!place.is_usual()) return;
    place.take_changes(false);
    for (int i = 0; i < 11; ++i)
        CHECK(place.guess("GET", "wrong").status == 401);
    place.take_changes(true);
    const auto forget = [&place](const char* address) {
        CallMemo work;
        Transaction tx(place.world.house_installation, *place.world.db, work);
        forget_attempts_of(tx, address);
        tx.commit();
        for (const auto& action : tx.take_actions())
            action();
    };
    forget("192.0.2.8");
    CHECK(place.guess("PUT", "Secret-admin").status == 429);
    forget("192.0.2.7");
    CHECK(place.guess("PUT", "Secret-admin").status == 200);
}

TEST_CASE("no logout is promised and no remembered login changed while nothing can be written") {
    Stubborn place;
    if (!place.is_usual()) return;
    Browser browser(place.world);
    browser.log_in("anna", "Secret-anna");
    const std::string token = browser.request_token();
    Browser later(place.world);
    for (const auto& [name, value] : browser.cookies)
        if (name.starts_with("nc_")) later.cookies[name] = value;
    const auto remembered = later.cookies;
    place.take_changes(false);
    CHECK(browser.send("GET", "/index.php/logout", {}, {{"requesttoken", token}}).status == 503);
    CHECK(browser.call("GET", "/cloud/user").status == 200);
    CHECK(later.call("GET", "/cloud/user").status == 503);
    CHECK(later.cookies == remembered);
    place.take_changes(true);
    CHECK(later.call("GET", "/cloud/user").status == 200);
    CHECK(later.cookies != remembered);
}
