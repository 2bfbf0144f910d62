// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include <doctest/doctest.h>

#include <deque>

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

TEST_CASE("a large body is read on once its call has asked for it, whatever lane that took") {
    const Server server({.small_body_bytes = 1000});
    const std::string body(100'000, 'b');
    for (const std::string target : {"/", "/ask", "/write"}) {
        CAPTURE(target);
        const std::string lanes = target == "/ask" ? "hash|" : target == "/write" ? "write|" : "";
        Client client(server.port());
        client.send(request("POST " + target, "Content-Length: 100000\r\n\r\n") + body +
                    request("GET /next"));
        CHECK(client.receive().body == lanes + "POST|" + target + "|" + body);
        CHECK(client.receive().body == "GET|/next|");
        client.send(request("POST " + target, "Transfer-Encoding: chunked\r\n\r\n") + "186a0\r\n" +
                    body + "\r\n0\r\n\r\n" + request("GET /next"));
        CHECK(client.receive().body == lanes + "POST|" + target + "|" + body);
        CHECK(client.receive().body == "GET|/next|");
    }
}

TEST_CASE("who is refused with a large body on the way gets the answer without having sent it") {
    const Server server({.small_body_bytes = 1000});
    Client announced(server.port());
    announced.send(request("POST /refuse", "Content-Length: 100000\r\n\r\nabc"));
    const Answer answer = announced.receive();
    CHECK(answer.body == "POST|/refuse|");
    CHECK(answer.has("Connection: close\r\n"));
    CHECK(announced.send(std::string(50'000, 'a')));  // It is heard out, and closed then.
    CHECK(announced.closes());

    Client chunked(server.port());
    chunked.send(request("POST /refuse", "Transfer-Encoding: chunked\r\n\r\n3e9\r\n") +
                 std::string(1001, 'a'));
    CHECK(chunked.receive().has("Connection: close\r\n"));
    CHECK(chunked.closes());
}

TEST_CASE("a large body that waits for 100 Continue is permitted once its call has asked for it") {
    const Server server({.small_body_bytes = 10});
    const std::string expecting = "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n";
    Client client(server.port());
    client.send(request("POST /ask", expecting));
    CHECK(client.receive().status == 100);
    client.send("hello world");
    CHECK(client.receive().body == "hash|POST|/ask|hello world");
    client.send(request("POST /refuse", expecting));
    const Answer refused = client.receive();
    CHECK(refused.status == 200);
    CHECK(refused.has("Connection: close\r\n"));
    CHECK(client.closes());
}

TEST_CASE("what follows of a large body is under the same rules as every body") {
    const Server server({.body_bytes = 2000, .small_body_bytes = 1000, .read = 300ms});
    Client stalled(server.port());
    stalled.send(request("POST /", "Content-Length: 1500\r\n\r\nabc"));
    CHECK(stalled.receive().status == 408);
    Client ended(server.port());
    ended.send(request("POST /", "Content-Length: 1500\r\n\r\nabc"));
    ended.end();
    CHECK(ended.receive().status == 400);
    Client too_long(server.port());
    too_long.send(request("POST /", "Transfer-Encoding: chunked\r\n\r\n7d1\r\n") +
                  std::string(2001, 'a'));
    CHECK(too_long.receive().status == 413);
    CHECK(too_long.closes());
}

TEST_CASE("all connections together keep no more of their requests than the limit") {
    const Server server({.small_body_bytes = 1000, .kept_bytes = 1'000'000});
    std::deque<Client> senders;
    for (int i = 0; i < 10; ++i)
        senders.emplace_back(server.port())
            .send(request("POST /", "Content-Length: 200000\r\n\r\n") + std::string(150'000, 'a'));
    int refused = 0;
    for (Client& sender : senders) {
        sender.send(std::string(50'000, 'a'));
        const Answer answer = sender.receive();
        if (answer.status == 503) ++refused;
        CHECK((answer.status == 503 ? sender.closes() : answer.status == 200));
    }
    CHECK(refused > 0);
    // Once they are answered there is room again, and what is small is never counted.
    CHECK(
        ask(server, request("POST /", "Content-Length: 200000\r\n\r\n") + std::string(200'000, 'a'))
            .status == 200);
}

TEST_CASE("whose body nobody has asked for leaves half of the room to the others") {
    const Server server({.kept_bytes = 200'000, .uncounted_bytes = 10'000});
    std::deque<Client> waiting;
    const std::string unfinished =
        request("POST /", "Content-Length: 60000\r\n\r\n") + std::string(40'000, 'a');
    for (int i = 0; i < 3; ++i)
        waiting.emplace_back(server.port()).send(unfinished);
    CHECK(waiting.back().receive().status == 503);
    const std::string body(70'000, 'a');
    CHECK(ask(server, request("POST /", "Content-Length: 70000\r\n\r\n") + body).status == 200);
    CHECK(ask(server, request("POST /", "Content-Length: 3\r\n\r\nabc")).status == 200);
}

TEST_CASE("a head of many bytes is counted as a body is") {
    const Server server({.kept_bytes = 100'000});
    Client first(server.port()), second(server.port());
    const std::string head = "GET / HTTP/1.1\r\nX: " + std::string(30'000, 'a');
    first.send(head);
    second.send(head);
    CHECK((first.receive().status == 503 || second.receive().status == 503));
}

TEST_CASE("what a call makes of its body is counted with it") {
    const Server narrow({.kept_bytes = 500'000});
    CHECK(ask(narrow, request("POST /parse", "Content-Length: 3\r\n\r\nabc")).status == 503);
    CHECK(ask(narrow, request("POST /hash", "Content-Length: 3\r\n\r\nabc")).status == 200);
    const Server wide;
    for (int i = 0; i < 200; ++i)  // Each is forgotten when it is answered.
        CHECK(ask(wide, request("POST /parse", "Content-Length: 3\r\n\r\nabc")).status == 200);
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
