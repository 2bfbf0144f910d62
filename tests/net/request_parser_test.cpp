// SPDX-License-Identifier: Apache-2.0
#include "net/request_parser.h"

#include <doctest/doctest.h>

using namespace roster;
using namespace roster::net;

namespace {

// The status that the bytes are refused with, 0 when they are a whole request, -1 when they are
// not complete.
int outcome(const std::string& bytes, std::size_t header_bytes = 4096, std::size_t body_bytes = 8) {
    RequestParser parser(header_bytes, body_bytes);
    parser.parse(bytes);
    if (parser.error()) return parser.error()->status;
    return parser.done() ? 0 : -1;
}

// The same, one byte after the other.
int outcome_bytewise(const std::string& bytes, std::size_t header_bytes = 4096) {
    RequestParser parser(header_bytes, 8);
    std::string waiting;
    for (const char byte : bytes) {
        waiting += byte;
        waiting.erase(0, parser.parse(waiting));
        if (parser.error()) return parser.error()->status;
        if (parser.done()) return 0;
    }
    return -1;
}

// The sentence of it.
std::string refusal(const std::string& bytes) {
    RequestParser parser(4096, 8);
    parser.parse(bytes);
    return parser.error() ? parser.error()->reason : "";
}

std::string post(const std::string& rest) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + rest;
}

}  // namespace

TEST_CASE("method, target, header names and values keep their bytes") {
    RequestParser parser(4096, 8);
    const std::string bytes =
        "FOO //a%2Fb/./../\xC3\xA9\xFF?x=%zz&y HTTP/1.1\r\nhOST: a\r\nX-Name:  \xC3\xA9 \xFF "
        "\r\n\r\n";
    CHECK(parser.parse(bytes) == bytes.size());
    CHECK(parser.done());
    CHECK(parser.request.method == "FOO");
    CHECK(parser.request.target == "//a%2Fb/./../\xC3\xA9\xFF?x=%zz&y");
    REQUIRE(parser.request.headers.size() == 2);
    CHECK(parser.request.headers[0].name == "hOST");
    CHECK(parser.request.headers[1].value == "\xC3\xA9 \xFF");
}

TEST_CASE("an empty body in chunks may end in pieces of any size") {
    const std::string bytes = post("Transfer-Encoding: chunked\r\n\r\n") + "0\r\n\r\n";
    CHECK(outcome(bytes) == 0);
    CHECK(outcome_bytewise(bytes) == 0);
    CHECK(outcome_bytewise(post("Transfer-Encoding: chunked\r\n\r\n") + "0\r\nA: b\r\n\r\n") == 0);
}

TEST_CASE("parsing stops at the end of a request and leaves the next one") {
    RequestParser parser(4096, 8);
    const std::string first = post("Content-Length: 3\r\n\r\na\0b");
    const std::string whole = post("Content-Length: 3\r\n\r\n") + std::string("a\0b", 3);
    CHECK(parser.parse(whole + "GET /next") == whole.size());
    CHECK(parser.done());
    CHECK(parser.request.body == std::string("a\0b", 3));
}

TEST_CASE("chunks are joined and trailers are dropped") {
    RequestParser parser(4096, 8);
    parser.parse(
        post("Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-T: t\r\n\r\n"));
    CHECK(parser.done());
    CHECK(parser.request.body == "abcde");
    CHECK(parser.request.find_header("X-T") == nullptr);
    CHECK(outcome_bytewise(post("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) == 0);
}

TEST_CASE("blank lines before a request are skipped") {
    CHECK(outcome("\r\n\r\nGET / HTTP/1.0\r\n\r\n") == 0);
    CHECK(outcome_bytewise("\r\n\r\nGET / HTTP/1.0\r\n\r\n") == 0);
    CHECK(outcome("\r\n") == -1);
}

TEST_CASE("ambiguous framing is refused") {
    CHECK(outcome(post("Content-Length: 1\r\nContent-Length: 2\r\n\r\na")) == 400);
    CHECK(outcome(post("Content-Length: 1\r\nContent-Length: 1\r\n\r\na")) == 400);
    CHECK(outcome(post("Content-Length: 1, 1\r\n\r\na")) == 400);
    CHECK(outcome(post("Content-Length: -1\r\n\r\n")) == 400);
    CHECK(outcome(post("Content-Length: +1\r\n\r\na")) == 400);
    CHECK(outcome(post("Content-Length: 99999999999999999999\r\n\r\na")) == 400);
    CHECK(outcome(post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) == 400);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n")) == 400);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")) == 400);
    CHECK(outcome("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(outcome(post("Content-Length : 1\r\n\r\na")) == 400);
}

TEST_CASE("a transfer encoding other than chunked is 501") {
    CHECK(outcome(post("Transfer-Encoding: gzip\r\n\r\n")) == 501);
    CHECK(outcome(post("Transfer-Encoding: gzip, chunked\r\n\r\n")) == 501);
    CHECK(outcome(post("Transfer-Encoding: \vchunked\r\n\r\n")) != 0);
}

TEST_CASE("HTTP/1.1 needs exactly one Host, HTTP/1.0 none") {
    CHECK(outcome("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(outcome("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
    CHECK(outcome("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == 0);
    CHECK(outcome("GET / HTTP/1.0\r\n\r\n") == 0);
}

TEST_CASE("a header that two readers could take differently comes once") {
    for (const char* name : {"Authorization", "authorization", "Expect", "If-None-Match",
                             "If-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"}) {
        CAPTURE(name);
        const std::string line = std::string(name) + ": x\r\n";
        CHECK(outcome(post(line + "\r\n")) == 0);
        CHECK(outcome(post(line + line + "\r\n")) == 400);
        CHECK(outcome_bytewise(post(line + "X: y\r\n" + line + "\r\n")) == 400);
    }
    CHECK(refusal(post("Authorization: Basic a\r\nauthorization: Basic b\r\n\r\n")) ==
          "Authorization is given twice.");
    CHECK(outcome(post("Accept: a\r\nAccept: b\r\n\r\n")) == 0);
}

TEST_CASE("a whole address in the first line is its path, and its host is the one that counts") {
    const auto parsed = [](const std::string& target, const std::string& version = "1.1") {
        RequestParser parser(4096, 8);
        parser.parse("GET " + target + " HTTP/" + version + "\r\n" +
                     (version == "1.1" ? "Host: evil.example\r\n" : "") + "X: y\r\n\r\n");
        REQUIRE(parser.done());
        return std::string(parser.request.header("Host")) + " " + parser.request.target;
    };
    CHECK(parsed("http://localhost/status.php") == "localhost /status.php");
    CHECK(parsed("HTTPS://a.b:8080/x?y=http://z/") == "a.b:8080 /x?y=http://z/");
    CHECK(parsed("http://a") == "a /");
    CHECK(parsed("http://a?x=1") == "a /?x=1");
    CHECK(parsed("http://a//b", "1.0") == "a //b");
    CHECK(parsed("http://u:p@a/") == "u:p@a /");
    CHECK(parsed("/x?y=http://z/") == "evil.example /x?y=http://z/");
    CHECK(parsed("ftp://a/") == "evil.example ftp://a/");
    CHECK(parsed("*") == "evil.example *");
    CHECK(outcome("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(outcome("GET http://a/x HTTP/1.1\r\n\r\n") == 400);
}

TEST_CASE("what is wrong with a request is told with the header and the character at fault") {
    const auto says = [](const std::string& bytes, const char* text) {
        CAPTURE(bytes);
        CHECK(refusal(bytes) == text);
    };
    const std::string plain = "; write the plain one of the keyboard.";
    says(
        post("\u201COCS-APIRequest: true\u201D\r\n\r\n"),
        ("The header OCS-APIRequest has in its name the typographic quote \u201C" + plain).c_str());
    says(
        post("OCS\u2011APIRequest: true\r\n\r\n"),
        ("The header OCSAPIRequest has in its name the typographic hyphen \u2011" + plain).c_str());
    says(post("OCS-APIRequest : true\r\n\r\n"),
         "The header OCS-APIRequest has in its name a blank.");
    says(post("X\u00C9: a\r\n\r\n"), "The header X has in its name the character \u00C9.");
    says(post("X\xFF: a\r\n\r\n"), "The header X has in its name the byte 0xFF.");
    says(post("X\xC2\x85: a\r\n\r\n"), "The header X has in its name the byte 0xC2.");
    says(post("X\x1B[2J: a\r\n\r\n"), "The header X2J has in its name a control character.");
    says(post(": a\r\n\r\n"),
         "The line behind the header Host has no name in front of its colon: "
         "a header is NAME: VALUE in one line.");
    says(post("X: a\x01"
              "b\r\n\r\n"),
         "The header X has a control character in its value.");
    says(post("X: a\nY: b\r\n\r\n"), "The header X ends with LF alone: end every line with CR LF.");
    says("GET /a b HTTP/1.1\r\n\r\n",
         "The first line is METHOD ADDRESS HTTP/1.1 with one blank between them: write a blank in "
         "the address as %20.");
    says("GET /ab\r\n\r\n",
         "The address in the first line is missing or has a control character "
         "in it.");
    says("GET / HTTP/2.0\r\n\r\n",
         "This server speaks HTTP/1.1 and HTTP/1.0, and the first line ends with neither.");
    says("GET / HTTP/1.1\nHost: a\n\n",
         "The first line ends with LF alone: end every line with CR LF.");
    says("\u201CGET / HTTP/1.1\r\n\r\n",
         ("The method in the first line has in it the typographic quote \u201C" + plain).c_str());
    says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
         "The client speaks HTTP/2 only, and this server HTTP/1.1; with curl: leave out "
         "--http2-prior-knowledge.");
    says(std::string("\x16\x03\x01\x02\x00\x01", 6),
         "The client speaks TLS, and this port speaks plain http: write http:// instead of "
         "https://, or start serve with --tls-cert FILE and --tls-key FILE.");
}

TEST_CASE("what may be a secret is in no refusal") {
    for (const std::string& bytes : {post("Authorization: Basic c2VjcmV0\x01\r\n\r\n"),
                                     post("Authorization Basic c2VjcmV0\r\n\r\n"),
                                     post("Authorization: Basic\r\nc2VjcmV0\r\n\r\n"),
                                     post("Authorization: Basic\r\nc2VjcmV0 x: y\r\n\r\n"),
                                     post("c2VjcmV0" + std::string(80, 'a') + "\u201C: y\r\n\r\n"),
                                     std::string("GET /?password=c2VjcmV0 x HTTP/1.1\r\n\r\n"),
                                     std::string("GET /?password=c2VjcmV0\x01 HTTP/1.1\r\n\r\n"),
                                     std::string("GET / HTTP/1.1 c2VjcmV0\r\n\r\n")}) {
        CAPTURE(bytes);
        CHECK_FALSE(refusal(bytes).empty());
        CHECK(refusal(bytes).find("c2VjcmV0") == std::string::npos);
    }
    CHECK(refusal(post("Authorization: Basic\r\nc2VjcmV0\r\n\r\n")) ==
          "The line behind the header Authorization has no colon: a header is NAME: VALUE in one "
          "line.");
}

TEST_CASE("bytes that are no request are refused") {
    using namespace std::string_literals;
    CHECK(outcome("GET /\0 HTTP/1.0\r\n\r\n"s) == 400);
    CHECK(outcome("GET / HTTP/1.0\r\nX: a\0b\r\n\r\n"s) == 400);
    CHECK(outcome("G\0T / HTTP/1.0\r\n\r\n"s) == 400);
    CHECK(outcome("GET / HTTP/1.0\r\nX\xC3\xA9: a\r\n\r\n") == 400);
    CHECK(outcome("GET / HTTP/1.0\nX: a\n\n") == 400);
    CHECK(outcome("GET / HTTP/2.0\r\n\r\n") == 400);
    CHECK(outcome("\x16\x03\x01\x02 a TLS hello") == 400);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\n\r\nxyz\r\n")) == 400);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")) == 400);
}

TEST_CASE("headers over the limit are 431, however they arrive") {
    std::string many = "GET / HTTP/1.0\r\n";
    for (int i = 0; i < 500; ++i)
        many += "X: abcdefgh\r\n";
    CHECK(outcome(many) == 431);
    CHECK(outcome_bytewise(many) == 431);
    // Line by line, each with the first byte of the next.
    RequestParser parser(4096, 8);
    std::string waiting = "GET / HTTP/1.0\r\nX";
    for (int i = 0; i < 500 && !parser.error(); ++i) {
        waiting.erase(0, parser.parse(waiting));
        waiting += ": abcdefgh\r\nX";
    }
    REQUIRE(parser.error());
    CHECK(parser.error()->status == 431);
    CHECK(outcome("GET /" + std::string(5000, 'a')) == 431);
    CHECK(outcome("GET / HTTP/1.0\r\nX: " + std::string(3000, 'a') + "\r\n\r\n") == 0);
}

TEST_CASE("a body over the limit is 413, by its declared length or by its chunks") {
    CHECK(outcome(post("Content-Length: 8\r\n\r\n12345678")) == 0);
    CHECK(outcome(post("Content-Length: 9\r\n\r\n")) == 413);
    CHECK(outcome(post("Expect: 100-continue\r\nContent-Length: 9\r\n\r\n")) == 413);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n1\r\n")) == 413);
    CHECK(outcome(post("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n")) == 413);
}

TEST_CASE("an endless chunk header or trailer is refused") {
    const std::string chunked = post("Transfer-Encoding: chunked\r\n\r\n");
    for (const std::string& endless :
         {"1;" + std::string(6000, 'a'), "0\r\nX: " + std::string(6000, 'a')}) {
        RequestParser parser(4096, 8);
        std::string waiting = chunked + endless;
        waiting.erase(0, parser.parse(waiting));
        if (!parser.error()) parser.parse(waiting);
        REQUIRE(parser.error());
        CHECK(parser.error()->status == 400);
    }
}
