// SPDX-License-Identifier: Apache-2.0
#include "net/listener.h"

#include <doctest/doctest.h>

#include <atomic>
#include <deque>

#include "net/server.h"
#include "support/reserved_port.h"

using namespace roster;
using namespace roster::net;
using namespace roster::net::test;
using namespace std::chrono_literals;

namespace {

// Whether nobody listens there, at the latest in a second.
bool refuses_connections(std::uint16_t port) {
    for (int i = 0; i < 100; ++i) {
        try {
            const Client client(port);
        } catch (const std::runtime_error&) {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

std::string refusal_of(Listener& listener, const std::string& address, std::uint16_t port) {
    try {
        listener.bind(address, port);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("two hundred connections at once are all served, on all threads") {
    const Server server({}, 2);
    std::deque<Client> clients;
    for (int i = 0; i < 200; ++i)
        clients.emplace_back(server.port());
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            const char* target = i % 3 == 0 ? "/both/" : i % 3 == 1 ? "/write/" : "/";
            clients[i].send(request("GET " + (target + std::to_string(i))));
        }
        for (std::size_t i = 0; i < clients.size(); ++i)
            CHECK(clients[i].receive().body.ends_with("/" + std::to_string(i) + "|"));
    }
}

TEST_CASE("calls that have arrived together are one round, which ends before their answers") {
    std::atomic<std::size_t> rounds = 0;
    Application application = echo_application();
    application.end_round = [&rounds](std::size_t thread) { rounds += 1 + thread; };
    const Server server({}, 1, Service::plain, nullptr, std::move(application));
    Client first(server.port());
    first.send(request("GET /"));
    first.receive();
    CHECK(rounds == 1);
    std::deque<Client> clients;
    for (int i = 0; i < 20; ++i)
        clients.emplace_back(server.port()).send(request("GET /"));
    for (Client& client : clients)
        client.receive();
    const std::size_t before = rounds;
    first.send(request("GET /hold"));
    std::this_thread::sleep_for(20ms);
    for (Client& client : clients)
        client.send(request("GET /"));
    for (Client& client : clients)
        client.receive();
    CHECK(rounds - before < 20);
    first.receive();
    const std::size_t before_accident = rounds;
    first.send(request("GET /fail"));
    first.receive();
    CHECK(rounds == before_accident + 1);
}

TEST_CASE("writes that wait are run as one batch") {
    const Server server;
    std::deque<Client> clients;
    for (int i = 0; i < 20; ++i)
        clients.emplace_back(server.port()).send(request("GET /batch"));
    int largest = 0;
    for (Client& client : clients)
        largest = std::max(largest, std::atoi(client.receive().body.c_str()));
    CHECK(largest > 1);
}

TEST_CASE("a full hash queue refuses, and other calls go on") {
    const Server server({.hash_queue = 1, .hash_threads = 1});
    Client first(server.port());
    first.send(request("GET /slow"));
    std::this_thread::sleep_for(50ms);
    Client second(server.port());
    second.send(request("GET /slow"));
    std::this_thread::sleep_for(50ms);
    const Answer refused = ask(server, request("GET /slow"));
    CHECK(refused.status == 503);
    CHECK(refused.body == "busy");
    CHECK(ask(server, request("GET /")).status == 200);
    CHECK(ask(server, request("GET /write")).status == 200);
    CHECK(first.receive().status == 200);
    CHECK(second.receive().status == 200);
}

TEST_CASE("a connection over the limit is told so") {
    const Server server({.connections = 2});
    Client first(server.port());
    first.send(request("GET /"));
    first.receive();
    {
        Client second(server.port());
        second.send(request("GET /"));
        second.receive();
        CHECK(ask(server, request("GET /")).status == 503);
        first.send(request("GET /"));
        CHECK(first.receive().status == 200);
    }
    std::this_thread::sleep_for(50ms);
    CHECK(ask(server, request("GET /")).status == 200);
}

TEST_CASE("stopping answers the calls that run, ends idle connections and takes no new ones") {
    Server server({.linger = 200ms}, 2);
    const ReservedPort reserved(server.port());
    Client slow(server.port());
    slow.send(request("GET /slow") + request("GET /later"));
    Client idle(server.port());
    idle.send(request("GET /"));
    idle.receive();
    std::this_thread::sleep_for(50ms);
    server.stop();
    CHECK(idle.closes());
    CHECK(refuses_connections(server.port()));
    const Answer answer = slow.receive();
    CHECK(answer.body == "hash|GET|/slow|");
    CHECK(answer.has("Connection: close\r\n"));
    CHECK(slow.closes());
    server.wait();
}

TEST_CASE("stopping does not wait for a client longer than the drain limit") {
    Server server({.drain = 200ms});
    Client client(server.port());
    client.send("GET / HT");
    std::this_thread::sleep_for(50ms);
    const auto begin = std::chrono::steady_clock::now();
    server.stop();
    CHECK(client.receive().status == 408);
    CHECK(client.closes());
    server.wait();
    CHECK(std::chrono::steady_clock::now() - begin < 1s);
}

TEST_CASE("a listener may be stopped before it runs") {
    Listener listener(echo_application(), {});
    listener.bind("127.0.0.1", 0);
    listener.stop();
    listener.run(2);
}

TEST_CASE("a port that another server has is refused, with its address and what to do") {
    Listener first(echo_application(), {});
    const std::uint16_t port = first.bind("127.0.0.1", 0);
    Listener second(echo_application(), {});
    const std::string refusal = refusal_of(second, "127.0.0.1", port);
    CHECK(refusal.find("Cannot listen on 127.0.0.1:" + std::to_string(port) +
                       ": Address already in use.") == 0);
    CHECK(refusal.find("choose another port") != std::string::npos);
}

TEST_CASE("an address that this machine has not is refused by its name") {
    Listener listener(echo_application(), {});
    CHECK(refusal_of(listener, "192.0.2.1", 0).find("Cannot listen on 192.0.2.1:0: ") == 0);
    CHECK(refusal_of(listener, "192.0.2.1", 0).find("ip address") != std::string::npos);
    CHECK(refusal_of(listener, "2001:db8::1", 80).find("Cannot listen on [2001:db8::1]:80: ") == 0);
    CHECK(refusal_of(listener, "no address", 0).find("Cannot listen on no address:0: ") == 0);
}
