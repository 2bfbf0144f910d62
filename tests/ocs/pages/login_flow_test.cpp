// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "directory/login/throttle.h"
#include "ocs/pages/pages.h"
#include "support/browser.h"

using namespace roster;

namespace {

std::string between(const std::string& text, const std::string& before, char after) {
    const std::size_t start = text.find(before);
    if (start == std::string::npos) return {};
    const std::size_t from = start + before.size();
    return text.substr(from, text.find(after, from) - from);
}

// A device that starts a flow, and the browser that is led through it.
struct Flow {
    World world{};
    Browser device{world}, browser{world};
    std::string poll_token{}, landing{};

    explicit Flow(const std::string& client = "My client") {
        const Response started =
            device.send("POST", "/index.php/login/v2", {}, {{"User-Agent", client}});
        poll_token = between(started.body, "\"token\":\"", '"');
        landing = "/login/v2/flow/" + between(started.body, "flow\\/", '"');
    }
    Response poll() {
        return device.send("POST", "/index.php/login/v2/poll", {{"token", poll_token}});
    }
    std::string pick() {
        browser.send("GET", landing);
        return between(browser.send("GET", "/login/v2/flow").body, "name=\"stateToken\" value=\"",
                       '"');
    }
};

}  // namespace

TEST_CASE("a device gets an app password through the browser, once") {
    Flow flow;
    CHECK(flow.poll_token.size() == 128);
    CHECK(flow.poll().status == 404);
    CHECK(flow.browser.send("GET", flow.landing + "?user=anna&direct=1")
              .find_header("Location")
              ->ends_with("/login/v2/flow?user=anna&direct=1"));
    const std::string state = flow.pick();
    CHECK(state.size() == 64);
    CHECK(flow.browser.send("GET", "/login/v2/grant?stateToken=" + state).status == 401);
    flow.browser.log_in("admin", "Secret-admin");
    CHECK(flow.browser.send("GET", "/login/v2/grant?stateToken=" + state).status == 200);
    const Form form{{"stateToken", state}};
    CHECK(flow.browser.send("POST", "/login/v2/grant", form).status == 412);
    const Header token{"requesttoken", flow.browser.request_token()};
    CHECK(flow.browser.send("POST", "/login/v2/grant", form, {token}).status == 200);
    CHECK(flow.browser.send("POST", "/login/v2/grant", form, {token}).status == 403);

    const Response granted = flow.poll();
    CHECK(between(granted.body, "\"loginName\":\"", '"') == "admin");
    CHECK(between(granted.body, "\"server\":\"", '"') == "http:\\/\\/localhost");
    const std::string app = between(granted.body, "\"appPassword\":\"", '"');
    CHECK(flow.poll().status == 404);
    const Header by_app{"Authorization", basic("admin", app)};
    CHECK(flow.device.call("GET", "/cloud/user", {}, {by_app}).status == 200);
    CHECK(flow.world.db->text("SELECT name FROM oc_authtoken WHERE type = 1") == "My client");
}

TEST_CASE("each step has to show the state token of the picker") {
    Flow flow;
    const std::string state = flow.pick();
    flow.browser.log_in("admin", "Secret-admin");
    const Response missing = flow.browser.send("GET", "/login/v2/grant");
    CHECK(missing.status == 403);
    CHECK(missing.body.find("State token missing") != std::string::npos);
    const Response wrong = flow.browser.send("GET", "/login/v2/grant?stateToken=nope");
    CHECK(wrong.body.find("State token does not match") != std::string::npos);
}

TEST_CASE("an app password that is there already can be handed over") {
    Flow flow;
    const std::string state = flow.pick();
    Browser other(flow.world);
    const Response made = other.call("GET", "/core/getapppassword?format=json", {},
                                     {{"Authorization", basic("admin", "Secret-admin")}});
    const std::string app = between(made.body, "apppassword\":\"", '"');
    const Header token{"requesttoken", flow.browser.request_token()};
    const Form form{{"stateToken", state}, {"user", "admin"}, {"password", app}};
    CHECK(flow.browser.send("POST", "/login/v2/apptoken", form, {token}).status == 200);
    CHECK(between(flow.poll().body, "\"appPassword\":\"", '"') == app);
}

TEST_CASE("a wrong app password uses up the flow") {
    Flow flow;
    const std::string state = flow.pick();
    const Header token{"requesttoken", flow.browser.request_token()};
    const Form form{{"stateToken", state}, {"user", "admin"}, {"password", "wrong"}};
    const Response first = flow.browser.send("POST", "/login/v2/apptoken", form, {token});
    CHECK(first.status == 403);
    CHECK(first.body.find("Invalid app password") != std::string::npos);
    const Response second = flow.browser.send("POST", "/login/v2/apptoken", form, {token});
    CHECK(second.body.find("State token does not match") != std::string::npos);
}

TEST_CASE("a flow that waits for more than twenty minutes is gone") {
    Flow flow;
    flow.world.now += 1201;
    CHECK(flow.browser.send("GET", flow.landing).status == 403);
    CHECK(flow.world.db->integer("SELECT COUNT(*) FROM oc_login_flow_v2") == 0);
}

TEST_CASE("only clients that the setting names are led on") {
    Flow flow("Phone 1");
    Array patterns;
    patterns.push("/^desktop/i");
    flow.world.set("core.login_flow_v2.allowed_user_agents", patterns);
    flow.browser.send("GET", flow.landing);
    const Response refused = flow.browser.send("GET", "/login/v2/flow");
    CHECK(refused.status == 403);
    CHECK(refused.body.find("Please use original client") != std::string::npos);
    patterns.push("/^phone/i");
    flow.world.set("core.login_flow_v2.allowed_user_agents", patterns);
    CHECK(flow.browser.send("GET", "/login/v2/flow").status == 200);
}

namespace {

// As if the network had started flows.
void count_flows(World& world, int flows, const std::string& address = "127.0.0.1") {
    for (int i = 0; i < flows; ++i) {
        CallMemo work;
        Transaction tx(world.house_installation, *world.db, work);
        tx.remote_address = address;
        const Route& row = *std::ranges::find(ocs::pages().routes, "/login/v2", &Route::path);
        count_own_call(tx, {.method = row.rate_limit.method,
                            .calls = row.rate_limit.calls,
                            .seconds = row.rate_limit.seconds});
        tx.rollback();
    }
}

}  // namespace

TEST_CASE("one network starts a hundred flows in five minutes, and is told when the next") {
    World world;
    const auto start = [&](const std::string& path, const std::string& address = "127.0.0.1") {
        return world.send({.method = "POST",
                           .target = path,
                           .headers = {{"Host", "localhost"}},
                           .remote_address = address});
    };
    CHECK(start("/login/v2").status == 200);
    count_flows(world, 98);
    world.now += 100;
    CHECK(start("/index.php/login/v2").status == 200);
    for (const char* path : {"/login/v2", "/index.php/login/v2"}) {
        const Response refused = start(path);
        CHECK(refused.status == 429);
        CHECK(header_of(refused, "Retry-After") == "200");
        CHECK(header_of(refused, "Roster-Hint").find("seconds in Retry-After") !=
              std::string::npos);
    }
    CHECK(start("/login/v2", "192.0.2.7").status == 200);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_login_flow_v2") == 3);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_ratelimit_entries") == 0);
    world.set("ratelimit.protection.enabled", false);
    CHECK(start("/login/v2").status == 200);
    world.set("ratelimit.protection.enabled", true);
    CHECK(start("/login/v2").status == 429);
    world.now += 200;
    CHECK(start("/login/v2").status == 200);
}

TEST_CASE("a flow that waits for its key pair is counted once") {
    World world;
    count_flows(world, 99);
    Exchange exchange({.method = "POST",
                       .target = "/login/v2",
                       .headers = {{"Host", "localhost"}},
                       .remote_address = "127.0.0.1"});
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    exchange.work.pending();
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
    CHECK_FALSE(exchange.run.others_go_first);
    Exchange next(exchange.request);
    CHECK_FALSE(answer(world.house, *world.db, next).go_on);
    CHECK(next.response.status == 429);
    // Others go before this network for some seconds.
    CHECK(next.run.others_go_first);
}
