// SPDX-License-Identifier: Apache-2.0
#include "service/stages.h"

#include <doctest/doctest.h>

#include "service/answer.h"
#include "support/world.h"

using namespace roster;

namespace {

std::string with_placeholders_filled(std::string_view path) {
    std::string text;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '{') {
            text += "x";
            i = path.find('}', i);
        } else {
            text += path[i];
        }
    }
    return text;
}

Request request_for(const Protocol& protocol, const Route& row) {
    const std::string address(protocol.address);
    return {.method = std::string(row.method),
            .target = address + with_placeholders_filled(row.path),
            .headers = {{"OCS-APIRequest", "true"}, {"Host", "localhost"}},
            .remote_address = "127.0.0.1"};
}

Request request_of(const std::string& uid, const char* method, const std::string& path,
                   std::string body = "") {
    return {.method = method,
            .target = "/ocs/v2.php" + path,
            .headers = {{"OCS-APIRequest", "true"},
                        {"Host", "localhost"},
                        {"Content-Type", "application/x-www-form-urlencoded"},
                        {"Authorization", basic(uid, "Secret-" + uid)}},
            .body = std::move(body),
            .remote_address = "127.0.0.1"};
}

}  // namespace

TEST_CASE("a thread that waits for no database answers what needs none, and passes on all else") {
    World world;
    storage::Database nowhere(
        {.engine = storage::Engine::postgres, .hosts = {{.socket = "/nowhere"}}, .name = "x"});
    const auto db = nowhere.connect(false);
    for (const Protocol* protocol : world.house.protocols) {
        for (const Route& row : protocol->routes) {
            Exchange exchange(request_for(*protocol, row));
            exchange.work.may_query = exchange.work.may_hash = false;
            CAPTURE(exchange.request.method);
            CAPTURE(exchange.request.target);
            const Outcome outcome = answer(world.house, *db, exchange);
            if (needs_of(row) == Needs::nothing) CHECK_FALSE(outcome.go_on);
            // Nobody is refused what is not for everybody, unless it is asked which apps there are.
            if (row.guard != Guard::anyone && row.app.empty()) CHECK_FALSE(outcome.go_on);
            if (outcome.go_on) {
                CHECK(outcome.go_on == Lane::database);
                continue;
            }
            CHECK(exchange.response.status != 503);
            CHECK(exchange.response.status != 500);
            if (!row.logs_in) continue;
            // Whose these are has to be looked up.
            Exchange known(request_for(*protocol, row));
            known.request.headers.push_back({"Authorization", basic("admin", "x")});
            known.work.may_query = known.work.may_hash = false;
            CHECK(answer(world.house, *db, known).go_on == Lane::database);
        }
    }
}

TEST_CASE("a call that writes is handled once, where it may write, also if it is refused there") {
    World world;
    world.as("admin").get("/cloud/user");
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(request_of("admin", "POST", "/cloud/groups", "groupid="));
    CHECK(answer(world.house, *reader, exchange).go_on == Lane::write);
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 400);
    CHECK(exchange.attempts.begun == 1);
    CHECK(exchange.attempts.handled == 1);
}

TEST_CASE("a row that reads is handled anew where it may write when it has to") {
    World world;
    world.as("admin").get("/cloud/user");
    world.db->run("DELETE FROM oc_accounts");
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(
        request_of("admin", "GET", "/cloud/users/admin"));  // stores the profile it begins with
    CHECK(answer(world.house, *reader, exchange).go_on == Lane::write);
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
    CHECK(exchange.attempts.begun == 2);
}

TEST_CASE("a call whose run was undone on the writer counts once with its limit") {
    World world;
    world.set("hashingMemoryCost", 128);  // slow
    world.user("anna");
    world.as("anna").get("/cloud/user");
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(
        request_of("anna", "PUT", "/cloud/users/anna", "key=password&value=Another-password"));
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *reader, exchange).go_on == Lane::write);
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    exchange.work.pending();
    ++world.house_installation.login_changes;  // begins anew
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
    CHECK(exchange.attempts.begun == 2);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_ratelimit_entries") == 1);
}
