// SPDX-License-Identifier: Apache-2.0
#include "net/worker.h"

#include <doctest/doctest.h>

#include <deque>

#include "net/server.h"
#include "net/tls_client.h"

using namespace roster;
using namespace roster::net;
using namespace roster::net::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kHurry = "X-Hurry: 1\r\n\r\n";
constexpr const char* kWaits = "X-Patient: 1\r\n\r\n";

bool is_patient(const Answer& answer) {
    return answer.has("X-Thread: 1\r\n");
}

bool is_usual(const Answer& answer) {
    return answer.has("X-Thread: 0\r\n");
}

}  // namespace

TEST_CASE("who gives way is served, request after request, on a thread of the own") {
    const Server server;
    Client patient(server.port(), kPatient), other(server.port());
    for (const char* target : {"/1", "/both", "/write", "/big", "/slow"}) {
        patient.send(request("GET " + std::string(target)));
        other.send(request("GET " + std::string(target)));
        const Answer answer = patient.receive();
        CHECK(answer.status == 200);
        CHECK(is_patient(answer));
        CHECK(answer.has("X-Peer: 127.0.0.2\r\n"));
        CHECK(is_usual(other.receive()));
    }
}

TEST_CASE("many who give way keep nobody else waiting") {
    const Server server;
    std::deque<Client> patient;
    for (int i = 0; i < 20; ++i)
        patient.emplace_back(server.port(), kPatient).send(request("GET /hold"));
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 10; ++i)
        CHECK(ask(server, request("GET /")).status == 200);
    CHECK(std::chrono::steady_clock::now() - begin < 500ms);  // they take a second
    for (Client& client : patient)
        CHECK(is_patient(client.receive()));
}

TEST_CASE("a connection goes where each of its requests belongs, and loses none") {
    for (const std::size_t threads : {1, 2}) {
        CAPTURE(threads);
        const Server server({}, threads);
        const std::string patient = "X-Thread: " + std::to_string(threads) + "\r\n";
        Client client(server.port());
        std::string all;
        for (int i = 0; i < 40; ++i)
            all += request("POST /" + std::to_string(i),
                           "Content-Length: 2\r\n" + std::string(i % 3 ? kWaits : kHurry) + "ab");
        client.send(all + request("GET /last").substr(0, 9));
        for (int i = 0; i < 40; ++i) {
            const Answer answer = client.receive();
            CHECK(answer.body == "POST|/" + std::to_string(i) + "|ab");
            CHECK(answer.has(patient) == (i % 3 != 0));
        }
        client.send(request("GET /last").substr(9));
        CHECK(client.receive().body == "GET|/last|");
    }
}

TEST_CASE("a client that no longer gives way is back where all others are") {
    const Server server;
    Client client(server.port(), kPatient);
    client.send(request("GET /1"));
    CHECK(is_patient(client.receive()));
    client.send(request("GET /2", kHurry));
    CHECK(is_usual(client.receive()));
    client.send(request("GET /3"));
    CHECK(is_patient(client.receive()));
}

TEST_CASE("TLS: who gives way at the start is served apart, and who does later connects anew") {
    const Certificates certificates;
    const CertificateFiles files = certificates.files();
    const Server server({}, 1, Service::tls, &files);
    TlsClient patient(server.port(), {.from = kPatient});
    for (int i = 0; i < 3; ++i) {
        patient.send(request("GET /"));
        CHECK(is_patient(patient.receive()));
    }
    patient.send(request("GET /", kHurry));
    CHECK(patient.receive().has("Connection: close\r\n"));
    CHECK(patient.closes());
    TlsClient later(server.port());
    later.send(request("GET /1"));
    CHECK(is_usual(later.receive()));
    later.send(request("GET /2", kWaits));
    const Answer last = later.receive();
    CHECK(last.body == "GET|/2|");
    CHECK(last.has("Connection: close\r\n"));
    CHECK(later.closes());
}

TEST_CASE("stopping answers those who give way, and ends their idle connections") {
    Server server({.linger = 100ms});
    Client idle(server.port(), kPatient), moved(server.port());
    moved.send(request("GET /", kWaits));
    CHECK(moved.receive().status == 200);
    std::deque<Client> patient;
    for (int i = 0; i < 5; ++i)
        patient.emplace_back(server.port(), kPatient).send(request("GET /hold"));
    std::this_thread::sleep_for(20ms);
    server.stop();
    for (Client& client : patient) {
        CHECK(client.receive().status == 200);
        CHECK(client.closes());
    }
    CHECK(idle.closes());
    CHECK(moved.closes());
    server.wait();
}

TEST_CASE("who gives way has the same time as others") {
    const Server server({.idle = 200ms, .read = 200ms});
    Client idle(server.port(), kPatient), moved(server.port()), slow(server.port(), kPatient);
    moved.send(request("GET /", kWaits));
    CHECK(moved.receive().status == 200);
    slow.send("GET / HT");
    CHECK(slow.receive().status == 408);
    CHECK(idle.closes());
    CHECK(moved.closes());
}

TEST_CASE("who gives way may have half of the connections") {
    const Server server({.connections = 4});
    Client one(server.port(), kPatient), two(server.port(), kPatient);
    one.send(request("GET /"));
    two.send(request("GET /"));
    CHECK(one.receive().status == 200);
    CHECK(two.receive().status == 200);
    CHECK_THROWS(Client(server.port(), kPatient).receive());
    CHECK(ask(server, request("GET /")).status == 200);
}

TEST_CASE("a large body of who gives way is asked for on the patient thread") {
    const Server server({.small_body_bytes = 1000});
    const std::string body(100'000, 'b');
    Client client(server.port());
    client.send(request("POST /ask", "Content-Length: 100000\r\n" + std::string(kWaits)));
    client.send(body + request("GET /next"));
    const Answer answer = client.receive();
    CHECK(is_patient(answer));
    CHECK(answer.body == "hash|POST|/ask|" + body);
    CHECK(client.receive().body == "GET|/next|");
}
