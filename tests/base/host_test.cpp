// SPDX-License-Identifier: Apache-2.0
#include "base/host.h"

#include <doctest/doctest.h>

#include <string>

using namespace roster;

TEST_CASE("a host is a name or an address in brackets, and a port of digits") {
    for (const char* host : {"localhost", "LOCALHOST:1", "a.example.org:8080", "my_host",
                             "10.0.0.1", "a-b.c:00080", "[::1]", "[2001:db8::7]:443", "x."}) {
        CAPTURE(host);
        CHECK(is_host(host));
    }
    for (const char* host : {"",
                             ":",
                             ":80",
                             "localhost:",
                             "localhost:abc",
                             "localhost:1@evil.example",
                             "localhost:@evil.example",
                             "localhost:/evil",
                             "localhost:8080/../x",
                             "evil/x",
                             "a?b",
                             "a#b",
                             "a\\b",
                             "a b",
                             "a,b",
                             "a\"b",
                             "a<b",
                             "a'b",
                             "a%41",
                             "\xC3\xA9",
                             "a\x7F",
                             "-a",
                             "a..b",
                             "..",
                             "a:1:2",
                             "::1",
                             "[::1",
                             "::1]",
                             "[]",
                             "[x]",
                             "[::1]x",
                             "[::1]:",
                             "[::1]:x",
                             "a[",
                             "localhost:+1",
                             "localhost:-1",
                             "localhost: 1",
                             "localhost:1 "}) {
        CAPTURE(host);
        CHECK_FALSE(is_host(host));
    }
    CHECK_FALSE(is_host(std::string("a\0b", 3)));
    CHECK(is_host(std::string(255, 'a')));
    CHECK_FALSE(is_host(std::string(256, 'a')));
}

TEST_CASE("only digits behind the last colon are a port") {
    CHECK(without_port("a:80") == "a");
    CHECK(without_port("a") == "a");
    CHECK(without_port("[::1]:80") == "[::1]");
    for (const char* whole : {"a:", "a:x", "a:8 ", "[::1]"})
        CHECK(without_port(whole) == whole);
}

TEST_CASE("a star in a pattern of hosts is letters, digits, hyphens and dots, also none") {
    for (const auto& [pattern, host] :
         {std::pair("*", "a"), std::pair("*", "a.B-9"), std::pair("*", ""),
          std::pair("*.example.org", "a.EXAMPLE.org"), std::pair("*.example.org", ".example.org"),
          std::pair("*.*.example.org", "a.b.c.example.org"), std::pair("cloud-*", "cloud-7"),
          std::pair("a*b*c", "axxbyybzzc"), std::pair("**", "a"), std::pair("*_x*", "a_xb"),
          std::pair("*a_a*", "aa_a"), std::pair("*.org:80", "a.org:80")}) {
        CAPTURE(pattern);
        CAPTURE(host);
        CHECK(matches_host_pattern(pattern, host));
    }
    for (const auto& [pattern, host] :
         {std::pair("*", "a_b"), std::pair("*", "a:80"), std::pair("*", "[::1]"),
          std::pair("*.example.org", "example.org"), std::pair("*.example.org", "a.example.orgx"),
          std::pair("*.wild.example", "evil/x.wild.example"), std::pair("*.x", "a_b.x"),
          std::pair("*a*_b", "a_a_b"), std::pair("a", ""), std::pair("", "a"),
          std::pair("a.b", "axb")}) {
        CAPTURE(pattern);
        CAPTURE(host);
        CHECK_FALSE(matches_host_pattern(pattern, host));
    }
}

// With a step for each way to share the text among the stars this would take years.
TEST_CASE("a pattern of many stars is matched without trying every way to share the text") {
    std::string pattern, host;
    for (int i = 0; i < 60; ++i)
        pattern += "*.";
    for (int i = 0; i < 59; ++i)
        host += "a.a-";
    CHECK_FALSE(matches_host_pattern(pattern + "x", host + "a"));
    CHECK_FALSE(matches_host_pattern(pattern + "x", std::string(60000, '.')));
}

TEST_CASE("a pattern is a host in which stars may stand") {
    for (const char* pattern : {"cloud.example.org", "cloud.example.org:8443", "*.example.org", "*",
                                "[::1]", "10.0.0.*", "cloud-*.example.org", "localhost:*"})
        CHECK(is_host_pattern(pattern));
    for (const char* other :
         {"", "https://cloud.example.org", "cloud.example.org/", "cloud example",
          " cloud.example.org", "cloud.example.org/nextcloud", "::1", ".example.org",
          "?.example.org", "cloud..example.org", "[a-z]+.org"})
        CHECK_FALSE(is_host_pattern(other));
}
