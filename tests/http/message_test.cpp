// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("a header is found in any letter case, and the last of several counts") {
    const Request request{.headers = {{"OCS-APIRequest", "no"}, {"ocs-apirequest", "true"}}};
    CHECK(request.header("OCS-APIRequest") == "true");
    CHECK(request.header("Accept").empty());
    CHECK(request.find_header("Accept") == nullptr);
}

TEST_CASE("setting a header replaces it and adding does not") {
    Response response;
    response.set("Content-Type", "a");
    response.set("content-type", "longer");
    response.add("Set-Cookie", "x=1");
    response.add("Set-Cookie", "y=2");
    CHECK(response.header_lines ==
          "Content-Type: longer\r\nSet-Cookie: x=1\r\nSet-Cookie: y=2\r\n");
    CHECK(response.find_header("Content-Type") == "longer");
    CHECK(response.find_header("SET-COOKIE") == "x=1");
    response.remove("SET-COOKIE");
    CHECK(response.header_lines == "Content-Type: longer\r\n");
}

TEST_CASE("a name is found as a whole, and nowhere in a value") {
    Response response;
    response.add("X-Long-Name", "Name: b");
    CHECK_FALSE(response.find_header("X-Long"));
    CHECK_FALSE(response.find_header("Name"));
    response.add("Name", "");
    CHECK(response.find_header("name") == "");
    response.add_lines("Third: 3\r\nFourth: 4\r\n");
    CHECK(response.find_header("fourth") == "4");
}

TEST_CASE("a header that would write lines of its own is left out") {
    using namespace std::string_literals;
    for (const std::string& value : {"a\r\nX-Evil: 1"s, "a\nb"s, "a\rb"s, "a\0b"s}) {
        Response response;
        response.add("X-User-Id", value);
        response.set("X-User-Id", value);
        response.add(value, "a");
        CHECK(response.header_lines.empty());
        response.set("X-User-Id", "anna");
        response.set("X-User-Id", value);
        CHECK(response.header_lines.empty());
    }
}
