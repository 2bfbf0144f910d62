// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("a header is found in any letter case, and the first of several counts") {
    const Request request{.headers = {{"ocs-apirequest", "true"}, {"OCS-APIRequest", "no"}}};
    CHECK(request.header("OCS-APIRequest") == "true");
    CHECK(request.header("Accept").empty());
    CHECK(request.find_header("Accept") == nullptr);
}

TEST_CASE("setting a header replaces it and adding does not") {
    Response response;
    response.set("Content-Type", "a");
    response.set("content-type", "b");
    response.add("Set-Cookie", "x=1");
    response.add("Set-Cookie", "y=2");
    CHECK(response.headers.size() == 3);
    CHECK(*response.find_header("Content-Type") == "b");
    response.remove("SET-COOKIE");
    CHECK(response.headers.size() == 1);
}
