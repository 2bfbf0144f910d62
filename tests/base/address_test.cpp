// SPDX-License-Identifier: Apache-2.0
#include "base/address.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("an address lies in a network when its leading bits are the network's") {
    CHECK(in_address_range("10.1.2.3", "10.0.0.0/8"));
    CHECK_FALSE(in_address_range("11.1.2.3", "10.0.0.0/8"));
    CHECK(in_address_range("192.168.1.130", "192.168.1.128/25"));
    CHECK_FALSE(in_address_range("192.168.1.127", "192.168.1.128/25"));
    CHECK(in_address_range("fd00::1", "fd00::/8"));
    CHECK_FALSE(in_address_range("fe80::1", "fd00::/8"));
}

TEST_CASE("a range without a length is one address") {
    CHECK(in_address_range("127.0.0.1", "127.0.0.1"));
    CHECK_FALSE(in_address_range("127.0.0.2", "127.0.0.1"));
}

TEST_CASE("an IPv4 address mapped into IPv6 counts as IPv4") {
    CHECK(in_address_range("::ffff:10.1.2.3", "10.0.0.0/8"));
    CHECK(subnet_of("::ffff:10.1.2.3", 56) == "10.1.2.3/32");
    CHECK(subnet_of("::FFFF:a01:203", 56) == "10.1.2.3/32");
    CHECK(in_address_range("0:0:0:0:0:ffff:a01:203", "10.0.0.0/8"));
}

TEST_CASE("what is no address or no range holds nothing") {
    CHECK_FALSE(in_address_range("", "10.0.0.0/8"));
    CHECK_FALSE(in_address_range("10.1.2.3", "10.0.0.0/33"));
    CHECK_FALSE(in_address_range("10.1.2.3", "10.0.0.0/x"));
    CHECK_FALSE(in_address_range("10.1.2.3", "fd00::/8"));
    CHECK(subnet_of("nonsense", 56).empty());
    CHECK_FALSE(is_address(std::string_view("::1\0x", 5)));
}

TEST_CASE("a range is an address, or one with the length of its network behind a slash") {
    for (const char* range : {"10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "fd00::/8"})
        CHECK(is_address_range(range));
    for (const char* other : {"", "proxy", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", " 10.0.0.1",
                              "10.0.0.1:80", "[::1]", "fd00::/129", "10.0.0.*", "/8"})
        CHECK_FALSE(is_address_range(other));
}

TEST_CASE("an IPv6 subnet is masked to the wanted bits") {
    CHECK(subnet_of("2001:db8:aaaa:bbcc:1:2:3:4", 56) == "2001:db8:aaaa:bb00::/56");
    CHECK(subnet_of("192.0.2.7", 56) == "192.0.2.7/32");
}
