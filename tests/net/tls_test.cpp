// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include <doctest/doctest.h>

#include <deque>

#include "net/tls_client.h"

using namespace roster;
using namespace roster::net;
using namespace roster::net::test;
using namespace std::chrono_literals;

namespace {

struct TlsServer {
    explicit TlsServer(Limits limits = {}, std::size_t threads = 1)
        : server(limits, threads, Service::tls,
                 std::make_unique<CertificateFiles>(certificates.files()).get()) {}

    Certificates certificates{};
    Server server;
};

std::string message_of(const CertificateFiles& files) {
    try {
        load_tls(files.certificate, files.key);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a TLS connection serves request after request, and says that it is one") {
    const TlsServer tls;
    TlsClient client(tls.server.port());
    for (const char* target : {"/1", "/both", "/3"}) {
        client.send(request("POST " + std::string(target), "Content-Length: 2\r\n\r\nab"));
        const Answer answer = client.receive();
        CHECK(answer.status == 200);
        CHECK(answer.body.ends_with("POST|" + std::string(target) + "|ab"));
        CHECK(answer.has("X-Secure: yes\r\n"));
        CHECK(answer.has("X-Peer: 127.0.0.1\r\n"));
    }
    client.send(request("GET /big"));
    CHECK(client.receive().body.size() == 4'000'000);
    client.send(request("GET /last", "Connection: close\r\n\r\n"));
    CHECK(client.receive().body == "GET|/last|");
    CHECK(client.closes());
    CHECK(client.was_told_the_end());
}

TEST_CASE("requests in one record and requests in many are the same requests") {
    const TlsServer tls;
    TlsClient client(tls.server.port());
    std::string all;
    for (const char* target : {"/slow", "/2", "/write"})
        all += request("POST " + std::string(target), "Content-Length: 2\r\n\r\nab");
    client.send(all);
    CHECK(client.receive().body == "hash|POST|/slow|ab");
    CHECK(client.receive().body == "POST|/2|ab");
    CHECK(client.receive().body == "write|POST|/write|ab");
    for (const char byte : request("GET /bytes"))
        client.send({&byte, 1});
    CHECK(client.receive().body == "GET|/bytes|");
    client.send(request("PUT /x", "Content-Length: 300000\r\n\r\n") + std::string(300'000, 'x'));
    CHECK(client.receive().body.size() == 7 + 300'000);
}

TEST_CASE("TLS 1.2 and 1.3 are spoken with forward secrecy, nothing older") {
    const TlsServer tls;
    const std::uint16_t port = tls.server.port();
    CHECK(TlsClient(port).version() == "TLSv1.3");
    const TlsClient older(port, {.newest = TLS1_2_VERSION});
    CHECK(older.version() == "TLSv1.2");
    CHECK(older.cipher().starts_with("ECDHE-"));
    CHECK_THROWS(TlsClient(port, {.oldest = TLS1_VERSION, .newest = TLS1_1_VERSION}));
    CHECK_THROWS(TlsClient(port, {.newest = TLS1_2_VERSION, .ciphers = "AES128-SHA"}));
    CHECK_THROWS(TlsClient(port, {.newest = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES128-SHA"}));
}

TEST_CASE("of the protocols that a client offers http/1.1 is chosen") {
    const TlsServer tls;
    const std::uint16_t port = tls.server.port();
    CHECK(TlsClient(port, {.protocols = "\x02h2\x08http/1.1"}).protocol() == "http/1.1");
    CHECK(TlsClient(port, {.protocols = "\x02h2"}).protocol().empty());
}

TEST_CASE("plain HTTP at a TLS port is told so in plain HTTP") {
    const TlsServer tls;
    const Answer answer = ask(tls.server, request("GET /"));
    CHECK(answer.status == 400);
    CHECK(answer.body.find("https://") != std::string::npos);
    CHECK_FALSE(ask(tls.server, "GET /").has("X-Secure"));
}

TEST_CASE("garbage, half a handshake and silence end alone") {
    TlsServer tls({.tls = 300ms});
    const std::uint16_t port = tls.server.port();
    for (const std::string& bytes :
         {std::string("\x00\x01\x02\x03", 4), std::string("\x16\x03\x01\xff\xff", 5),
          std::string("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", 10), std::string(70'000, '\x80'),
          std::string("\x80\x2e\x01\x03\x01", 5), std::string("\x16"), std::string()}) {
        CAPTURE(bytes.size());
        Client client(port);
        client.send(bytes);
        char byte = 0;
        // An alert may come before the end.
        const auto start = std::chrono::steady_clock::now();
        while (client.receive_raw(&byte) > 0) {
        }
        CHECK(std::chrono::steady_clock::now() - start < 2s);
    }
    TlsClient good(port);
    good.send(request("GET /"));
    CHECK(good.receive().status == 200);
}

TEST_CASE("a slow handshake is cut off after its limit, other clients do not notice") {
    TlsServer tls({.tls = 400ms});
    const auto start = std::chrono::steady_clock::now();
    std::deque<Client> slow;
    for (int i = 0; i < 50; ++i)
        slow.emplace_back(tls.server.port()).send("\x16\x03\x01\x02");
    TlsClient good(tls.server.port());
    good.send(request("GET /"));
    CHECK(good.receive().status == 200);
    for (Client& client : slow)
        CHECK(client.closes());
    CHECK(std::chrono::steady_clock::now() - start >= 400ms);
    good.send(request("GET /still"));
    CHECK(good.receive().body == "GET|/still|");
}

TEST_CASE("a new certificate is for new connections, open ones go on") {
    TlsServer tls;
    TlsClient before(tls.server.port());
    tls.certificates.renew();
    tls.server.use_certificate(tls.certificates.files());
    TlsClient after(tls.server.port());
    CHECK(before.serial() != after.serial());
    for (TlsClient* client : {&before, &after}) {
        client->send(request("GET /"));
        CHECK(client->receive().status == 200);
    }
}

TEST_CASE("a certificate that cannot be used changes nothing and says why") {
    TlsServer tls;
    const std::string serial = TlsClient(tls.server.port()).serial();
    const CertificateFiles files = tls.certificates.files();
    const Certificates other;

    CHECK_THROWS(tls.server.use_certificate({files.certificate, other.files().key}));
    CHECK(message_of({files.certificate, other.files().key})
              .find(other.files().key + ": key values mismatch") != std::string::npos);
    CHECK(message_of({"/nowhere", files.key}).find("/nowhere: No such file") != std::string::npos);
    CHECK(message_of({files.certificate, "/nowhere"}).find("/nowhere") != std::string::npos);
    Certificates::write(files.certificate, "nothing of the kind\n");
    CHECK(message_of(files).find("No certificate in PEM form") == 0);
    CHECK_THROWS(tls.server.use_certificate(files));
    CHECK(TlsClient(tls.server.port()).serial() == serial);
}

TEST_CASE("idle TLS connections are ended in order: after their limit, and by a drain") {
    TlsServer tls({.idle = 300ms, .linger = 200ms});
    TlsClient late(tls.server.port());
    CHECK(late.closes());
    CHECK(late.was_told_the_end());

    TlsClient idle(tls.server.port());
    TlsClient busy(tls.server.port());
    Client silent(tls.server.port());
    busy.send(request("GET /slow"));
    // The call has to be on its way before the drain.
    std::this_thread::sleep_for(100ms);
    tls.server.stop();
    CHECK(idle.closes());
    CHECK(idle.was_told_the_end());
    CHECK(silent.closes());
    CHECK(busy.receive().body == "hash|GET|/slow|");
    CHECK(busy.closes());
    tls.server.wait();
}

TEST_CASE("a request by TLS that does not go on gets 408, a large one 413") {
    TlsServer tls({.body_bytes = 1000, .read = 300ms});
    TlsClient slow(tls.server.port());
    slow.send("GET / HT");
    CHECK(slow.receive().status == 408);
    TlsClient large(tls.server.port());
    large.send(request("PUT /", "Content-Length: 5000000\r\n\r\n"));
    large.send(std::string(2'000'000, 'x'));
    CHECK(large.receive().status == 413);
    CHECK(large.closes());
}

TEST_CASE("a client that takes no bytes by TLS is given up") {
    TlsServer tls({.write = 300ms, .drain = 300ms});
    TlsClient client(tls.server.port());
    for (int i = 0; i < 10; ++i)
        client.send(request("GET /big"));
    std::this_thread::sleep_for(1s);
    tls.server.stop();
    tls.server.wait();
}

TEST_CASE("clients of TLS over the limit of connections are let go without a handshake") {
    TlsServer tls({.connections = 2});
    TlsClient one(tls.server.port()), two(tls.server.port());
    CHECK_THROWS(TlsClient(tls.server.port()));
    one.send(request("GET /"));
    CHECK(one.receive().status == 200);
}

TEST_CASE("an accident in what asks about a request is answered, and others are served") {
    Application application = echo_application();
    application.redirect = [](const Request&) -> Response { throw std::runtime_error("broken"); };
    const Server redirects({}, 1, Service::redirect, nullptr, application);
    for (int call = 0; call < 2; ++call)
        CHECK(ask(redirects, request("GET /x")).status == 500);
    application.gives_way = [](const Request&) -> bool { throw std::runtime_error("broken"); };
    const Server serves({}, 1, Service::plain, nullptr, application);
    CHECK(ask(serves, request("GET /x")).status == 200);
}

TEST_CASE("an address for redirects answers nothing else") {
    const Server server({}, 1, Service::redirect);
    Client client(server.port());
    client.send(request("POST /x", "Content-Length: 2\r\n\r\nab"));
    const Answer answer = client.receive();
    CHECK(answer.status == 308);
    CHECK(answer.body == "go to https://x");
    CHECK(answer.has("Connection: close\r\n"));
    CHECK(client.closes());
}
