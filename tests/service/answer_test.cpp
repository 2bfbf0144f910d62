// SPDX-License-Identifier: Apache-2.0
#include "service/answer.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "api/protocol.h"
#include "http/forms.h"
#include "service/call.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

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

Request as_admin(const char* method, const char* path, std::string body = "") {
    return request_of("admin", method, path, std::move(body));
}

}  // namespace

TEST_CASE("a call that changes something leaves the reader without a trace") {
    World world;
    world.as("admin").get("/cloud/user");  // The login itself has nothing to write any more.
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(as_admin("POST", "/cloud/groups", "groupid=team"));
    const Outcome on_reader = answer(world.house, *reader, exchange);
    CHECK(on_reader.go_on == Lane::write);
    CHECK(on_reader.actions.empty());
    CHECK_FALSE(world.db->exists("SELECT 1 FROM oc_groups WHERE gid = 'team'"));
    const Outcome on_writer = answer(world.house, *world.db, exchange);
    CHECK_FALSE(on_writer.go_on);
    CHECK(exchange.response.status == 200);
    CHECK(world.db->exists("SELECT 1 FROM oc_groups WHERE gid = 'team'"));
}

TEST_CASE("a slow hash stops a call that may not wait for it, and is found by the next run") {
    World world;
    Exchange exchange(as_admin("GET", "/cloud/user"));
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    exchange.work.pending();
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
}

TEST_CASE("a hash that somebody else has computed in the meantime is not computed again") {
    World world;
    Request request = as_admin("GET", "/cloud/user");
    for (Header& header : request.headers)
        if (header.name == "Authorization") header.value = basic("admin", "not the password");
    Exchange exchange(std::move(request));
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    // As if it were the password: computing would find out that it is not.
    const auto stored = world.db->text("SELECT password FROM oc_users WHERE uid = 'admin'");
    world.house_installation.logins.remember("not the password"_secret, *stored, world.now);
    exchange.work.pending();
    REQUIRE(exchange.work.verified.size() == 1);
    CHECK(exchange.work.verified.begin()->second.matches);
}

TEST_CASE("a call that its guards refuse never reaches the writer") {
    World world;
    world.user("anna");
    world.as("anna").get("/cloud/user");
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(request_of("anna", "POST", "/cloud/groups", "groupid=team"));
    CHECK_FALSE(answer(world.house, *reader, exchange).go_on);
    CHECK(exchange.response.status == 403);
}

TEST_CASE("the writer looks again at who calls when a login may have been taken away meanwhile") {
    World world;
    world.user("anna").user("otto");
    const auto reader = world.house_installation.database.connect(false);
    const auto begin = [&](const std::string& uid) {
        world.as(uid).get("/cloud/user");  // So that the login has nothing to write any more.
        Exchange exchange(
            request_of(uid, "PUT", "/cloud/users/" + uid, "key=website&value=https://a.org"));
        CHECK(answer(world.house, *reader, exchange).go_on == Lane::write);
        CHECK(exchange.run.stopped);  // What it has found out is taken along.
        return exchange;
    };
    Exchange kept = begin("anna"), disabled = begin("anna"), other = begin("otto");
    answer(world.house, *world.db, kept);
    CHECK(kept.response.status == 200);
    CHECK(world.as("admin").put("/cloud/users/anna/disable").number == 200);
    answer(world.house, *world.db, disabled);
    CHECK(disabled.response.status == 401);
    answer(world.house, *world.db, other);
    CHECK(other.response.status == 200);
}

namespace {

constexpr const char* kJson = "application/json";

Request with_body(Request request, const char* type, std::string body) {
    for (Header& header : request.headers)
        if (header.name == "Content-Type") header.value = type;
    request.body = std::move(body);
    return request;
}

// A large body is on the way.
Request head_of(Request request) {
    request.body_follows = true;
    return request;
}

Request as_nobody(Request request) {
    std::erase_if(request.headers, [](const Header& h) { return h.name == "Authorization"; });
    return request;
}

std::string large_json(const std::string& members) {
    return "{" + members + ",\"padding\":\"" + std::string(kSmallBodyBytes, 'x') + "\"}";
}

}  // namespace

TEST_CASE("nothing of a body is parsed for who is refused but what the answer needs") {
    World world;
    for (const auto& [type, body] :
         {std::pair(kJson, R"({"format":"json","userid":"ben","groups":[[],[]]})"),
          std::pair("application/x-www-form-urlencoded", "format=json")}) {
        Exchange exchange(
            with_body(as_nobody(as_admin("POST", "/cloud/users")), type, std::string(body)));
        answer(world.house, *world.db, exchange);
        CHECK(exchange.response.status == 401);
        CHECK(exchange.response.body.starts_with("{"));  // as the body wants it
        CHECK(exchange.parameters().size() == 1);
    }
    const std::string wanted = large_json(R"("format":"json")");
    Exchange large(with_body(as_nobody(as_admin("POST", "/cloud/users")), kJson, wanted));
    answer(world.house, *world.db, large);
    CHECK(large.response.status == 401);
    CHECK(large.response.body.starts_with("<?xml"));
    CHECK(large.parameters().empty());
}

TEST_CASE(
    "a body that follows is asked for when its caller has passed the guards, without a trace") {
    World world;
    const Request whole = with_body(as_admin("PUT", "/cloud/users/admin"), kJson,
                                    large_json(R"("key":"website","value":"https://a.org")"));
    Exchange exchange(head_of(whole));
    exchange.request.body.clear();
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    exchange.work.pending();
    const Outcome asked = answer(world.house, *world.db, exchange);
    CHECK(asked.go_on == Lane::body);
    CHECK(asked.actions.empty());
    CHECK_FALSE(world.db->exists("SELECT 1 FROM oc_ratelimit_entries"));
    exchange.request = whole;
    CHECK(answer(world.house, *world.db, exchange).go_on == Lane::hash);
    exchange.work.pending();
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
    CHECK(world.db->exists("SELECT 1 FROM oc_ratelimit_entries"));
}

TEST_CASE("a body that follows is not asked for from who is refused") {
    World world;
    world.user("anna");
    Request wrong = as_admin("POST", "/cloud/users");
    for (Header& header : wrong.headers)
        if (header.name == "Authorization") header.value = basic("admin", "not the password");
    const auto attempts = [&world] {
        return world.db->integer("SELECT COUNT(*) FROM oc_bruteforce_attempts");
    };
    Exchange guess(head_of(wrong));
    CHECK_FALSE(answer(world.house, *world.db, guess).go_on);
    CHECK(guess.response.status == 401);
    CHECK(attempts() == 1);
    for (const auto& [request, status] :
         {std::pair(as_nobody(as_admin("POST", "/cloud/users")), 401),
          std::pair(request_of("anna", "POST", "/cloud/apps/files"), 403),
          std::pair(as_admin("POST", "/cloud/nothing"), 404),
          std::pair(as_admin("POST", "/cloud/apps"), 405)}) {
        CAPTURE(request.target);
        CAPTURE(status);
        Exchange exchange(head_of(request));
        CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
        CHECK(exchange.response.status == status);
    }
    CHECK(attempts() == 0);  // A right login takes the wrong one back.
}

TEST_CASE("who needs no login may send a small body, with a login a large one") {
    World world;
    Request poll{.method = "POST",
                 .target = "/login/v2/poll",
                 .headers = {{"Host", "localhost"}, {"Content-Type", kJson}}};
    CHECK(world.send(with_body(poll, kJson, R"({"token":"x"})")).status == 404);
    for (Request request : {with_body(poll, kJson, large_json(R"("token":"x")")), head_of(poll)}) {
        const Response response = world.send(std::move(request));
        CHECK(response.status == 413);
        CHECK(response.find_header("Roster-Hint")->find("credentials") != std::string::npos);
    }
    Request known = as_admin("GET", "/cloud/capabilities");
    CHECK(world.send(with_body(known, kJson, large_json(R"("a":1)"))).status == 200);
    CHECK(world.send(with_body(as_nobody(known), kJson, large_json(R"("a":1)"))).status == 413);
}

TEST_CASE("a large body is parsed once for all runs of its call, and not where others wait") {
    World world;
    world.as("admin").get("/cloud/user");
    const auto reader = world.house_installation.database.connect(false);
    Exchange exchange(with_body(as_admin("POST", "/cloud/groups"), kJson,
                                large_json(R"("groupid":"team","format":"json")")));
    exchange.work.may_hash = false;
    CHECK(answer(world.house, *reader, exchange).go_on == Lane::hash);
    exchange.work.pending();
    const Value* const parsed = exchange.parameters().find("groupid");
    REQUIRE(parsed);
    CHECK(answer(world.house, *reader, exchange).go_on == Lane::write);
    CHECK_FALSE(answer(world.house, *world.db, exchange).go_on);
    CHECK(exchange.response.status == 200);
    CHECK(exchange.response.body.starts_with("{"));
    CHECK(exchange.parameters().find("groupid") == parsed);
    CHECK(world.db->exists("SELECT 1 FROM oc_groups WHERE gid = 'team'"));
}

TEST_CASE("JSON of too many values is refused with what to change") {
    World world;
    std::string list = "[1";
    for (std::size_t i = 0; i < kMaximumJsonValues; ++i)
        list += ",1";
    const Response response = world.send(
        with_body(as_admin("POST", "/cloud/groups"), kJson, R"({"groupid":)" + list + "]}"));
    CHECK(response.status == 413);
    CHECK(response.find_header("Roster-Hint")->find("several calls") != std::string::npos);
}

TEST_CASE("an accident is answered without its cause") {
    World world;
    world.db->run("DROP TABLE oc_groups");
    const Answer answer = world.as("admin").get("/cloud/groups");
    CHECK(answer.number == 996);
    CHECK(answer.response.body.find("oc_groups") == std::string::npos);
}

namespace {

// What a handler is to throw at its next runs; afterwards it answers.
struct Troubles {
    int runs = 0;
    std::function<void(int run)> each{};
} troubles;

Result<Done> troubled(Call&) {
    troubles.each(++troubles.runs);
    return Done{};
}

constexpr Route kTroubled[] = {{.method = "POST",
                                .path = "/troubled",
                                .guard = Role::anyone,
                                .handler = troubled,
                                .logs_in = false,
                                .csrf_exempt = true}};

Response ask_troubled(std::function<void(int run)> each) {
    static const Protocol kProtocol = [] {
        Protocol protocol = api::protocol();
        protocol.routes = kTroubled;
        return protocol;
    }();
    World world;
    world.house.protocols.insert(world.house.protocols.begin(), &kProtocol);
    troubles = {.each = std::move(each)};
    return world.send({.method = "POST", .target = "/api/v1/troubled", .headers = {}});
}

bool tells(const Response& response, std::string_view text) {
    return response.status == 503 && response.find_header("Retry-After") &&
           response.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a call that met another one, or lost its connection, is run again") {
    CHECK(ask_troubled([](int run) {
              if (run == 1) throw storage::Conflict("somebody was faster");
              if (run == 2) throw storage::ConnectionLost("the server went away");
          }).status == 200);
    CHECK(troubles.runs == 3);
}

TEST_CASE("who meets others each time is told to come again, and that nothing was changed") {
    const Response response =
        ask_troubled([](int) { throw storage::Conflict("somebody was faster"); });
    CHECK(tells(response, "Nothing was changed"));
    CHECK(troubles.runs > 1);
}

TEST_CASE("a commit without an answer is neither a success nor repeated") {
    const Response response =
        ask_troubled([](int) { throw storage::ConnectionLost("the server went away", true); });
    CHECK(tells(response, "not known"));
    CHECK(troubles.runs == 1);
}

namespace {

// What is answered before it is known in whose words, with the log that is written.
struct Stranger {
    // In memory, or a file.
    explicit Stranger(const std::string& settings) {
        std::string name = (std::filesystem::temp_directory_path() / "roster-log-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        Installation house_installation{.database = storage::Database::memory(),
                                        .settings = settings.empty()
                                                        ? storage::SettingsFile(Array{})
                                                        : storage::SettingsFile(settings),
                                        .log_dir = name};
        House house{house_installation, {}};
        const auto db = house_installation.database.connect(true);
        response = answer_at_once(house, *db, as_admin("GET", "/cloud/user"));
        std::getline(std::ifstream(name + "/nextcloud.log"), log);
        std::filesystem::remove_all(name);
    }
    Response response{};
    std::string log{};
};

}  // namespace

TEST_CASE("an accident before the protocol is known is answered, and found in the log by its id") {
    const auto expect_answered = [](const Stranger& stranger, const char* cause) {
        CAPTURE(cause);
        CHECK(stranger.response.status == 500);
        REQUIRE(stranger.response.find_header("X-Request-Id"));
        const std::string id(*stranger.response.find_header("X-Request-Id"));
        CHECK(id.size() == 20);
        CHECK(stranger.response.body.find(id) != std::string::npos);
        CHECK(stranger.log.find(id) != std::string::npos);
        CHECK(stranger.log.find(cause) != std::string::npos);
        CHECK(stranger.log.find("\"level\":3") != std::string::npos);
    };
    expect_answered(Stranger(""), "has to claim");
    expect_answered(Stranger("/nowhere/config.json"), "No such file");
}

TEST_CASE(
    "without secret or instanceid nobody is served, no session begins and nothing is signed") {
    for (const char* key : {"secret", "instanceid"}) {
        for (const Value& value : {Value(""), Value(), Value(7), Value(Array{})}) {
            World world;
            world.set(key, value);
            for (const char* path : {"/ocs/v2.php/cloud/user", "/status.php", "/login",
                                     "/csrftoken", "/health/ready", "/api/v1/users", "/nowhere"}) {
                CAPTURE(path);
                const Response response =
                    world.send({.method = "GET",
                                .target = path,
                                .headers = {{"Authorization", basic("admin", "Secret-admin")}}});
                CHECK(tells(response, key));
                CHECK_FALSE(response.find_header("Set-Cookie"));
            }
            CHECK(world.send({.method = "GET", .target = "/health/live"}).status == 200);
            // The command line can mend it.
            CHECK(world.send({.method = "GET", .target = "/status.php", .local = true}).status ==
                  200);
        }
    }
}

TEST_CASE("a large body is told to come with credentials only where the call looks at them") {
    World world;
    for (const auto& [method, target, looks] :
         {std::tuple("GET", "/status.php", false), {"POST", "/login/v2", true}}) {
        CAPTURE(std::string(target));
        const Response response = world.send(
            {.method = method, .target = target, .body = std::string(kSmallBodyBytes + 1, 'x')});
        CHECK(response.status == 413);
        CHECK(response.body.find("Send less") != std::string::npos);
        CHECK((response.body.find("credentials") != std::string::npos) == looks);
    }
}
