// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include <doctest/doctest.h>

#include "net/server.h"

using namespace roster;
using namespace roster::net;
using namespace roster::net::test;
using namespace std::chrono_literals;

TEST_CASE("a connection serves request after request") {
    const Server server;
    Client client(server.port());
    for (const char* target : {"/1", "//2%2F\xC3\xA9", "/3"}) {
        client.send(request("GET " + std::string(target)));
        const Answer answer = client.receive();
        CHECK(answer.status == 200);
        CHECK(answer.body == "GET|" + std::string(target) + "|");
        CHECK(answer.has("X-Peer: 127.0.0.1\r\n"));
        CHECK(answer.has("Date: "));
        CHECK_FALSE(answer.has("Connection:"));
    }
}

TEST_CASE("pipelined requests are answered in their order, whatever lane each takes") {
    const Server server;
    Client client(server.port());
    std::string all;
    for (const char* target : {"/slow", "/2", "/write", "/4", "/both", "/6"})
        all += request("POST " + std::string(target), "Content-Length: 2\r\n\r\nab");
    client.send(all + request("GET /7").substr(0, 9));
    CHECK(client.receive().body == "hash|POST|/slow|ab");
    CHECK(client.receive().body == "POST|/2|ab");
    CHECK(client.receive().body == "write|POST|/write|ab");
    CHECK(client.receive().body == "POST|/4|ab");
    CHECK(client.receive().body == "hash|write|POST|/both|ab");
    CHECK(client.receive().body == "POST|/6|ab");
    client.send(request("GET /7").substr(9));
    CHECK(client.receive().body == "GET|/7|");
}

TEST_CASE("a request that arrives byte by byte is the same request") {
    const Server server;
    Client client(server.port());
    for (const char byte :
         request("PUT /x", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
        client.send({&byte, 1});
    CHECK(client.receive().body == "PUT|/x|abc");
}

TEST_CASE("every method comes through, with a body and without") {
    const Server server;
    for (const std::string method :
         {"GET", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO", "M-SEARCH"}) {
        CHECK(ask(server, request(method + " /")).body == method + "|/|");
        CHECK(ask(server, request(method + " /", "Content-Length: 3\r\n\r\nabc")).body ==
              method + "|/|abc");
        CHECK(ask(server, request(method + " /", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                  .body == method + "|/|");
    }
}

TEST_CASE("HEAD is answered with the length of GET and no body") {
    const Server server;
    Client client(server.port());
    client.send(request("HEAD /") + request("GET /2"));
    CHECK(client.receive(true).has("Content-Length: 7\r\n"));
    CHECK(client.receive().body == "GET|/2|");
}

TEST_CASE("HTTP/1.0 closes unless it asks to stay, and gets an unknown length without chunks") {
    const Server server;
    Client client(server.port());
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Answer kept = client.receive();
    CHECK(kept.body == "GET|/a|");
    CHECK(kept.has("Connection: keep-alive\r\n"));
    client.send("GET /unknown HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Answer last = client.receive();
    CHECK(last.body == "GET|/unknown|");
    CHECK(last.has("Connection: close\r\n"));
    CHECK_FALSE(last.has("chunked"));
    CHECK(client.closes());
    Client other(server.port());
    other.send("GET /a HTTP/1.0\r\n\r\n");
    CHECK(other.receive().has("Connection: close\r\n"));
    CHECK(other.closes());
}

TEST_CASE("an unknown length is sent in chunks and the connection stays") {
    const Server server;
    Client client(server.port());
    client.send(request("GET /unknown") + request("GET /unknown-empty") + request("GET /empty") +
                request("GET /big") + request("GET /last"));
    CHECK(client.receive().body == "GET|/unknown|");
    CHECK(client.receive().body == "");
    const Answer empty = client.receive();
    CHECK(empty.status == 204);
    CHECK_FALSE(empty.has("Content-Length"));
    CHECK(client.receive().body.size() == 4'000'000);
    CHECK(client.receive().body == "GET|/last|");
}

TEST_CASE("Connection: close is honoured") {
    const Server server;
    Client client(server.port());
    client.send(request("GET /", "Connection: Close\r\n\r\n") + request("GET /never"));
    CHECK(client.receive().has("Connection: close\r\n"));
    CHECK(client.closes());
}

TEST_CASE("Expect: 100-continue is answered before the body is sent") {
    const Server server({.body_bytes = 10});
    Client client(server.port());
    client.send(request("POST /", "Expect: 100-Continue\r\nContent-Length: 3\r\n\r\n"));
    CHECK(client.receive().head == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    CHECK(client.receive().body == "POST|/|abc");
    // Who sends the body anyway needs no permission; without a body there is nothing to permit.
    client.send(request("POST /", "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"));
    CHECK(client.receive().status == 200);
    client.send(request("POST /", "Expect: 100-continue\r\n\r\n"));
    CHECK(client.receive().status == 200);
    client.send(request("POST /", "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n"));
    CHECK(client.receive().status == 413);
    CHECK(client.closes());
}

TEST_CASE("a 1 MB header gets 431 and a 100 MB body 413, and the client sees it") {
    const Server server;
    Client header(server.port());
    header.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1'000'000, 'a') + "\r\n\r\n");
    CHECK(header.receive().status == 431);
    CHECK(header.closes());

    const std::string piece(1'000'000, 'a');
    Client declared(server.port());
    declared.send(request("POST /", "Content-Length: 100000000\r\n\r\n"));
    for (int i = 0; i < 100; ++i)
        CHECK(declared.send(piece));
    CHECK(declared.receive().status == 413);
    CHECK(declared.closes());

    Client chunked(server.port());
    chunked.send(request("POST /", "Transfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 20; ++i)
        CHECK(chunked.send("f4240\r\n" + piece + "\r\n"));
    CHECK(chunked.receive().status == 413);
    CHECK(ask(server, request("GET /alive")).status == 200);
}

TEST_CASE("a body within its limit arrives whole") {
    const Server server;
    const std::string body(15'000'000, 'b');
    Client client(server.port());
    client.send(request("POST /", "Content-Length: 15000000\r\n\r\n") + body);
    CHECK(client.receive().body == "POST|/|" + body);
}

TEST_CASE("a refusal closes the connection and the server lives on") {
    const Server server;
    for (const char* bytes :
         {"GET / HTTP/1.1\r\n\r\n", "\x01\x02\r\n\r\n", "GET / HTTP/2.0\r\n\r\n"}) {
        Client client(server.port());
        client.send(bytes);
        const Answer answer = client.receive();
        CHECK(answer.status == 400);
        CHECK(answer.has("HTTP/1.1 400 Bad request\r\n"));
        CHECK(answer.has("Connection: close\r\n"));
        CHECK_FALSE(answer.body.empty());
        CHECK(client.closes());
    }
    CHECK(ask(server, request("GET /alive")).status == 200);
}

TEST_CASE("a request that does not go on gets 408, an idle connection a silent close") {
    const Server server({.idle = 300ms, .read = 300ms});
    Client head(server.port());
    head.send("GET / HT");
    Client body(server.port());
    body.send(request("POST /", "Content-Length: 10\r\n\r\nabc"));
    Client idle(server.port());
    Client pause(server.port());
    pause.send(request("GET /"));
    CHECK(pause.receive().status == 200);
    CHECK(head.receive().status == 408);
    CHECK(head.closes());
    CHECK(body.receive().status == 408);
    CHECK(idle.closes());
    CHECK(pause.closes());
}

TEST_CASE("a body that never ends gets 408 although it keeps coming") {
    const Server server({.read = 300ms});
    Client client(server.port());
    client.send(request("POST /", "Transfer-Encoding: chunked\r\n\r\n"));
    bool sent = true;
    for (int i = 0; i < 12 && sent; ++i) {
        sent = client.send("1\r\na\r\n");
        std::this_thread::sleep_for(50ms);
    }
    CHECK(client.receive().status == 408);
}

TEST_CASE("a large body is not cut off while it keeps its pace") {
    const Server server({.read = 300ms});
    Client client(server.port());
    client.send(request("POST /", "Content-Length: 40000\r\n\r\n"));
    for (int i = 0; i < 20; ++i) {
        client.send(std::string(2000, 'a'));
        std::this_thread::sleep_for(30ms);
    }
    CHECK(client.receive().status == 200);
}

TEST_CASE("a client that ends its side after the request still gets its answer") {
    const Server server;
    Client whole(server.port());
    whole.send(request("GET /slow"));
    whole.end();
    CHECK(whole.receive().status == 200);
    CHECK(whole.closes());
    Client half(server.port());
    half.send("GET / HTTP/1.1\r\n");
    half.end();
    CHECK(half.receive().status == 400);
}

TEST_CASE("a client that takes no bytes is given up") {
    const Server server({.write = 200ms});
    Client client(server.port());
    for (int i = 0; i < 5; ++i)
        client.send(request("GET /big"));
    std::this_thread::sleep_for(600ms);
    CHECK_THROWS(([&] {
        for (int i = 0; i < 5; ++i)
            client.receive();
    }()));
    CHECK(ask(server, request("GET /alive")).status == 200);
}

TEST_CASE("an accident in any lane is 500 and the server lives on") {
    const Server server;
    for (const char* target : {"/fail", "/hash-fail", "/write-fail"}) {
        CAPTURE(std::string(target));
        CHECK(ask(server, request("GET " + std::string(target))).status == 500);
        CHECK(ask(server, request("GET /alive")).status == 200);
    }
}
