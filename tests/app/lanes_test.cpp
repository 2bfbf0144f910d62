// SPDX-License-Identifier: Apache-2.0
#include "app/lanes.h"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "storage/databases.h"
#include "support/world.h"

using namespace roster;

namespace {

Request request_of(const char* method, const std::string& path, const Form& form) {
    return {.method = method,
            .target = "/ocs/v2.php" + path,
            .headers = {{"OCS-APIRequest", "true"},
                        {"Host", "localhost"},
                        {"Content-Type", "application/x-www-form-urlencoded"},
                        {"Authorization", basic("admin", "Secret-admin")}},
            .body = encode_form(form),
            .remote_address = "127.0.0.1"};
}

// A server without its sockets and threads: each stage of a call is run where it asks to be.
struct Server {
    explicit Server(storage::Database database) : world(std::move(database)) {}

    World world;
    DatabaseWatch watch{world.house_installation};
    Lanes lanes{world.house, watch, 1, 1, false};
    net::Application application = lanes.application();

    struct Done {
        Attempts attempts{};
        std::vector<net::Lane> lanes{};
        Response response{};
    };

    // `meanwhile`: what happens while its hash is made.
    Done carry_out(Request request, const std::function<void()>& meanwhile = {}) {
        const std::unique_ptr<net::Call> call = application.make_call(std::move(request));
        Done done;
        std::optional<net::Lane> next = net::Lane::read;
        while (next) {
            done.lanes.push_back(*next);
            if (meanwhile && *next == net::Lane::hash) meanwhile();
            if (*next == net::Lane::write) {
                net::Call* one = call.get();
                next = application.run_writes({&one, 1})[0];
            } else {
                next = call->run(*next, 0);
            }
            if (done.lanes.back() == net::Lane::read) application.end_round(0);
        }
        done.attempts = static_cast<ServedCall&>(*call).exchange.attempts;
        done.response = std::move(call->response);
        return done;
    }

    Done call(const char* method, const std::string& path, const Form& form = {}) {
        return carry_out(request_of(method, path, form));
    }
};

}  // namespace

TEST_CASE("a call of a known login is begun once and handled once, on every engine") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        Server server(fresh.database);
        for (const int memory_kib : {8, 128}) {  // quick hashes, slow ones
            CAPTURE(memory_kib);
            server.world.set("hashingMemoryCost", memory_kib);
            server.call("GET", "/cloud/user");
            const auto count = [&server](const char* method, const std::string& path,
                                         const Form& form = {}) {
                const Server::Done done = server.call(method, path, form);
                CAPTURE(std::string(method));
                CAPTURE(path);
                CAPTURE(done.response.body);
                CHECK(done.response.status == 200);
                CHECK(done.attempts.begun == 1);
                CHECK(done.attempts.handled == 1);
            };
            count("POST", "/cloud/users",
                  {{"userid", "ben"}, {"password", "Secret-ben"}, {"email", "ben@example.org"}});
            count("POST", "/cloud/users", {{"userid", "bea"}, {"email", "bea@example.org"}});
            count("GET", "/cloud/users/ben");
            count("GET", "/cloud/users");
            count("GET", "/cloud/users/details");
            count("PUT", "/cloud/users/ben", {{"key", "display"}, {"value", "Ben"}});
            count("PUT", "/cloud/users/ben", {{"key", "password"}, {"value", "Other-secret-ben"}});
            count("POST", "/cloud/groups", {{"groupid", "team"}});
            count("DELETE", "/cloud/groups/team");
            count("DELETE", "/cloud/users/ben");
            count("DELETE", "/cloud/users/bea");
        }
    }
}

TEST_CASE("the lanes of a call are those that its row names") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        Server server(fresh.database);
        server.world.set("hashingMemoryCost", 128);
        server.call("GET", "/cloud/user");
        using enum net::Lane;
        const bool remote = fresh.database.is_remote();
        const auto expect = [&](const char* method, const std::string& path, const Form& form,
                                std::vector<net::Lane> on_file, std::vector<net::Lane> on_server) {
            CAPTURE(std::string(method));
            CAPTURE(path);
            CHECK(server.call(method, path, form).lanes == (remote ? on_server : on_file));
        };
        expect("GET", "/cloud/users/admin", {}, {read}, {read, database});
        expect("POST", "/cloud/groups", {{"groupid", "team"}}, {read, write}, {read, database});
        expect("POST", "/cloud/users", {{"userid", "ben"}, {"password", "Secret-ben"}},
               {read, hash, write}, {read, database, hash, database});
        // There is nobody to make a hash for.
        expect("POST", "/cloud/users", {{"userid", "ben"}, {"password", "Secret-ben"}},
               {read, write}, {read, database});
        expect("POST", "/cloud/users", {{"userid", "bea"}, {"password", "short"}}, {read, write},
               {read, database});
        // The call is counted before anything slow is done for it.
        expect("PUT", "/cloud/users/ben", {{"key", "password"}, {"value", "Other-secret-ben"}},
               {read, write, hash, write}, {read, database, hash, database});
        expect("DELETE", "/cloud/users/ben", {}, {read, write}, {read, database});
    }
}

TEST_CASE("a call is begun anew when a login may have been taken away while its hash was made") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        Server server(fresh.database);
        server.world.set("hashingMemoryCost", 128);
        server.call("GET", "/cloud/user");
        const auto make_ben = [&](std::function<void()> meanwhile) {
            return server.carry_out(
                request_of("POST", "/cloud/users", {{"userid", "ben"}, {"password", "Secret-ben"}}),
                std::move(meanwhile));
        };
        const Server::Done refused = make_ben([&] {
            server.world.db->run("UPDATE oc_users SET password = '' WHERE uid = 'admin'");
            server.world.now += 600;  // Passwords that fitted are not remembered so long.
            ++server.world.house_installation.login_changes;
        });
        CHECK(refused.attempts.begun > 1);
        CHECK(refused.response.status == 401);
        CHECK_FALSE(server.world.has_user("ben"));
    }
}
