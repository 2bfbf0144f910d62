// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/fediverse.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("a WebFinger answer confirms only the account that was asked for") {
    const char* answer = R"({"subject":"acct:ann@example.org","aliases":[]})";
    CHECK(confirms_fediverse_account(answer, "ann", "example.org"));
    CHECK_FALSE(confirms_fediverse_account(answer, "ben", "example.org"));
    CHECK_FALSE(confirms_fediverse_account(answer, "ann", "example.net"));
    CHECK_FALSE(confirms_fediverse_account("", "ann", "example.org"));
    CHECK_FALSE(confirms_fediverse_account("<html>", "ann", "example.org"));
    CHECK_FALSE(confirms_fediverse_account("[]", "ann", "example.org"));
}

TEST_CASE("the links of a WebFinger answer must include an ActivityPub actor") {
    const auto confirms = [](const std::string& links) {
        return confirms_fediverse_account(
            R"({"subject":"acct:ann@example.org","links":)" + links + "}", "ann", "example.org");
    };
    CHECK(confirms(R"([{"rel":"x"},{"rel":"self","type":"application/activity+json"}])"));
    CHECK(confirms(
        R"([{"type":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""}])"));
    CHECK(confirms("null"));
    CHECK_FALSE(confirms("[]"));
    CHECK_FALSE(confirms(R"([{"rel":"self","type":"text/html"},5])"));
}

TEST_CASE("addresses of local networks are not public") {
    for (const char* address : {"93.184.216.34", "172.32.0.1", "2606:2800:220:1::1"}) {
        CAPTURE(address);
        CHECK(is_public_address(address));
    }
    for (const char* address :
         {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
          "100.64.0.1", "0.0.0.0", "::", "::1", "::ffff:127.0.0.1", "fe80::1", "fd00::1",
          "224.0.0.1", "64:ff9b::7f00:1", "255.255.255.255", "", "localhost"}) {
        CAPTURE(address);
        CHECK_FALSE(is_public_address(address));
    }
}
