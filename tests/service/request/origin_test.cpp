// SPDX-License-Identifier: Apache-2.0
#include "service/request/origin.h"

#include <doctest/doctest.h>

#include "base/json/json.h"

using namespace roster;

namespace {

using Headers = std::vector<Header>;

Request from(const std::string& address, Headers headers = {}) {
    headers.push_back({"Host", "accounts.example.org:8080"});
    return {.method = "GET", .target = "/", .headers = headers, .remote_address = address};
}

Settings settings(const std::string& json) {
    return Settings(*parse_json(json)->array());
}

const std::string kOneProxy = R"({"trusted_proxies":["10.0.0.1"]})";

std::string client(const std::string& json, const Request& request) {
    return find_origin(request, settings(json)).remote_address;
}

Headers forwarded_for(const std::string& value) {
    return {{"X-Forwarded-For", value}};
}

}  // namespace

TEST_CASE("without proxies a call is as it came, whatever its headers say") {
    const Request request = from("203.0.113.5", {{"X-Forwarded-For", "198.51.100.1"},
                                                 {"X-Forwarded-Proto", "https"},
                                                 {"X-Forwarded-Host", "evil.example"}});
    for (const char* json : {"{}", R"({"trusted_proxies":[]})", kOneProxy.c_str()}) {
        CAPTURE(json);
        const Origin origin = find_origin(request, settings(json));
        CHECK(origin.remote_address == "203.0.113.5");
        CHECK(origin.asked_host == "accounts.example.org:8080");
        CHECK(origin.url() == "http://accounts.example.org:8080");
        CHECK(origin.link_url() == origin.url());
        CHECK_FALSE(origin.is_secure());
    }
}

TEST_CASE("a trusted proxy says who the client is and what was asked for") {
    const Origin origin = find_origin(
        from("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1"},
                          {"x-forwarded-proto", "HTTPS, http"},
                          {"X-Forwarded-Host", "people.example.org:8443, accounts.example.org"}}),
        settings(kOneProxy));
    CHECK(origin.remote_address == "198.51.100.1");
    CHECK(origin.asked_host == "people.example.org:8443");
    CHECK(origin.url() == "https://people.example.org:8443");
    CHECK(origin.is_secure());
}

TEST_CASE("what a proxy says of the protocol is https or http") {
    for (const char* protocol : {"http", "ftp", "httpsx", "javascript:"})
        CHECK(find_origin(from("10.0.0.1", {{"X-Forwarded-Proto", protocol}}), settings(kOneProxy))
                  .protocol == "http");
}

TEST_CASE("of a chain the last address that is no proxy of ours counts") {
    const std::string two = R"({"trusted_proxies":["10.0.0.0/8","fd00::/8"]})";
    CHECK(client(two, from("10.0.0.1", forwarded_for("6.6.6.6, 198.51.100.1, 10.1.2.3"))) ==
          "198.51.100.1");
    CHECK(client(two, from("fd00::1", forwarded_for("198.51.100.1"))) == "198.51.100.1");
    // What is no address is passed over, and only proxies leave the proxy.
    CHECK(client(two, from("10.0.0.1", forwarded_for("198.51.100.1, unknown"))) == "198.51.100.1");
    CHECK(client(two, from("10.0.0.1", forwarded_for("10.0.0.3, 10.0.0.2"))) == "10.0.0.1");
    CHECK(client(two, from("10.0.0.1", forwarded_for(""))) == "10.0.0.1");
    CHECK(client(two, from("10.0.0.1")) == "10.0.0.1");
}

TEST_CASE("a line that the client made up does not hide the one that the proxy added") {
    CHECK(client(kOneProxy, from("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6"},
                                              {"X-Forwarded-For", "198.51.100.1"}})) ==
          "198.51.100.1");
}

TEST_CASE("forwarded addresses may have ports and brackets") {
    CHECK(client(kOneProxy, from("10.0.0.1", forwarded_for("198.51.100.1:4711"))) ==
          "198.51.100.1");
    CHECK(client(kOneProxy, from("10.0.0.1", forwarded_for("[2001:db8::1]:4711"))) ==
          "2001:db8::1");
    CHECK(client(kOneProxy, from("10.0.0.1", forwarded_for("[2001:db8::1]"))) == "2001:db8::1");
    CHECK(client(kOneProxy, from("10.0.0.1", forwarded_for("2001:db8::1"))) == "2001:db8::1");
}

TEST_CASE("forwarded_for_headers names the headers, as PHP calls them") {
    const std::string json = R"({"trusted_proxies":["10.0.0.1"],"forwarded_for_headers":)"
                             R"(["HTTP_X_REAL_IP","HTTP_X_FORWARDED_FOR","REMOTE_ADDR"]})";
    CHECK(client(json, from("10.0.0.1", {{"X-Forwarded-For", "198.51.100.1"},
                                         {"X-Real-IP", "198.51.100.2"}})) == "198.51.100.2");
    CHECK(client(json, from("10.0.0.1", forwarded_for("198.51.100.1"))) == "198.51.100.1");
}

TEST_CASE("the overwrite settings name the address, for connections that they are meant for") {
    const std::string json =
        R"({"overwritehost":"cloud.example.org:444","overwriteprotocol":"https",)"
        R"("overwritewebroot":"/nc/","overwritecondaddr":"^10\\.0\\.0\\.1$"})";
    const Origin meant = find_origin(from("10.0.0.1"), settings(json));
    CHECK(meant.url() == "https://cloud.example.org:444/nc");
    CHECK(meant.link_url() == meant.url());
    CHECK(meant.is_secure());
    CHECK(find_origin(from("10.0.0.12"), settings(json)).url() ==
          "http://accounts.example.org:8080");
    CHECK(find_origin(from("10.0.0.1"), settings(R"({"overwriteprotocol":"https"})")).url() ==
          "https://accounts.example.org:8080");
    CHECK(find_origin(from("10.0.0.1"),
                      settings(R"({"overwriteprotocol":"https","overwritecondaddr":"("})"))
              .protocol == "http");
}

TEST_CASE("links keep the port that was asked for, unless a setting says otherwise of plain http") {
    const Settings without = settings(R"({"roster.links_with_port":false})");
    Request request = from("203.0.113.5");
    CHECK(find_origin(request, Settings()).url() == "http://accounts.example.org:8080");
    CHECK(find_origin({}, Settings()).url() == "http://localhost");
    CHECK(find_origin(request, without).url() == "http://accounts.example.org");
    CHECK(find_origin(request, without).link_url() == "http://accounts.example.org:8080");
    request.secure = true;
    CHECK(find_origin(request, without).url() == "https://accounts.example.org:8080");
}

TEST_CASE("what is no host name gets into no link, whether a client or a proxy says it") {
    for (const char* host : {"localhost:@evil.example", "localhost:1@evil.example", "evil/x", "a b",
                             "localhost:\"><b>x", "-a", "a..b"}) {
        CAPTURE(host);
        const Origin direct = find_origin(
            {.headers = {{"Host", host}}, .remote_address = "203.0.113.5"}, settings(kOneProxy));
        CHECK(direct.url() == "http://localhost");
        CHECK(direct.link_url() == "http://localhost");
        const Origin by_proxy =
            find_origin(from("10.0.0.1", {{"X-Forwarded-Host", host}}), settings(kOneProxy));
        CHECK(by_proxy.url() == "http://localhost");
        CHECK(by_proxy.link_url() == "http://localhost");
        CHECK(by_proxy.asked_host == host);
    }
}
