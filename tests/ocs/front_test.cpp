// SPDX-License-Identifier: Apache-2.0
#include "ocs/front.h"

#include <doctest/doctest.h>

#include "service/request/origin.h"
#include "support/world.h"

using namespace roster;

TEST_CASE("hosts are trusted by the setting, and this machine's own names always") {
    Array trusted;
    trusted.push("cloud.example.org");
    trusted.push("10.0.0.1:8080");
    trusted.push("*.example.net");
    Array values;
    values.set("trusted_domains", std::move(trusted));
    const Settings settings(std::move(values));
    for (const char* host :
         {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]", "[::1]:80", "Cloud.example.org",
          "cloud.example.org:81", "10.0.0.1:8080", "a.example.net"}) {
        CAPTURE(host);
        CHECK(is_trusted_host(settings, host));
    }
    for (const char* host : {"",
                             "evil.org",
                             "10.0.0.1",
                             "10.0.0.1:81",
                             "127.0.0.2",
                             "localhost.evil",
                             "[::2]",
                             "LOCALHOST",
                             "localhost:",
                             "localhost:abc",
                             "localhost:@evil.example",
                             "localhost:1@evil.example",
                             "localhost:/evil",
                             "[::1]:@evil.example",
                             "cloud.example.org:8080/../x",
                             "cloud.example.org:",
                             "evil.com/.example.net",
                             "a_b.example.net",
                             "-a.example.net",
                             "a..example.net",
                             "evil.com#.example.net"}) {
        CAPTURE(host);
        CHECK_FALSE(is_trusted_host(settings, host));
    }
}

TEST_CASE("a lone star in trusted_domains trusts every name, and no more than names") {
    Array values;
    values.set("trusted_domains", "*");
    const Settings settings(std::move(values));
    for (const char* host : {"evil.example", "a.b:8080", "10.1.2.3"})
        CHECK(is_trusted_host(settings, host));
    for (const char* host : {"a/b", "a b", "-a", "a..b", "a_b", "a:b", "[::2]", "a@b", "a\\b"}) {
        CAPTURE(host);
        CHECK_FALSE(is_trusted_host(settings, host));
    }
}

TEST_CASE("a foreign host is refused whatever format is asked for") {
    World world;
    for (const char* query : {"", "?format=json", "?format[]=json"}) {
        const Response response =
            world.send({.method = "GET",
                        .target = std::string("/ocs/v2.php/cloud/users") + query,
                        .headers = {{"Host", "evil.example"}}});
        CHECK(response.status == 400);
    }
}

TEST_CASE("maintenance is told in the format that was asked for, wherever that stands") {
    World world;
    world.set("maintenance", true);
    const auto type = [&world](const std::string& query, std::vector<Header> headers,
                               const std::string& body = "") {
        const Response response = world.send({.method = body.empty() ? "GET" : "POST",
                                              .target = "/ocs/v2.php/cloud/users" + query,
                                              .headers = std::move(headers),
                                              .body = body});
        CHECK(response.status == 503);
        return std::string(response.find_header("Content-Type").value_or(""));
    };
    const std::string json = "application/json; charset=utf-8", xml = "text/xml; charset=UTF-8";
    const std::string unknown = "application/octet-stream; charset=utf-8";
    CHECK(type("?format=json", {}) == json);
    CHECK(type("", {{"Accept", "application/json"}}) == json);
    CHECK(type("", {{"Content-Type", "application/x-www-form-urlencoded"}}, "format=json") == json);
    CHECK(type("", {{"Content-Type", "application/json"}}, R"({"format":"json"})") == json);
    CHECK(type("", {}) == xml);
    CHECK(type("", {{"Accept", "text/html"}}) == xml);
    CHECK(type("?format=xml", {{"Accept", "application/json"}}) == xml);
    CHECK(type("?format=yaml", {}) == unknown);
    const Response v1 =
        world.send({.method = "GET", .target = "/ocs/v1.php/cloud/nothing?format=json"});
    CHECK(v1.status == 503);
    CHECK(v1.body ==
          R"({"ocs":{"meta":{"status":"failure","statuscode":503,"message":"Service unavailable",)"
          R"("totalitems":"","itemsperpage":""},"data":[]}})");
}
