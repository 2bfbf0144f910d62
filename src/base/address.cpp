// SPDX-License-Identifier: Apache-2.0
#include "base/address.h"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

namespace roster {

namespace {

constexpr int kIpv4Bits = 32, kIpv6Bits = 128;
// The prefix of an IPv4 address that is mapped into IPv6.
constexpr std::array<unsigned char, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct Address {
    int family = AF_INET;
    std::array<unsigned char, 16> bytes{};
    int bits() const { return family == AF_INET ? kIpv4Bits : kIpv6Bits; }
};

std::optional<Address> parse_address(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string terminated(text);
    Address address;
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
    address.family = AF_INET6;
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
    if (std::ranges::equal(kMappedPrefix, std::span(address.bytes).first(kMappedPrefix.size()))) {
        address.family = AF_INET;
        std::shift_left(address.bytes.begin(), address.bytes.end(), kMappedPrefix.size());
        std::fill(address.bytes.begin() + 4, address.bytes.end(), 0);
    }
    return address;
}

void mask(Address& address, int bits) {
    for (int i = 0; i < kIpv6Bits / 8; ++i) {
        const int kept = std::min(8, std::max(0, bits - 8 * i));
        const int byte_mask = 0xff << (8 - kept);
        std::size_t index = static_cast<std::size_t>(i);
        address.bytes[index] = static_cast<unsigned char>(address.bytes[index] & byte_mask);
    }
}

std::string to_text(const Address& address) {
    char text[INET6_ADDRSTRLEN];
    inet_ntop(address.family, address.bytes.data(), text, sizeof text);
    return text;
}

}  // namespace

bool is_address(std::string_view text) {
    return parse_address(text).has_value();
}

bool in_address_range(std::string_view address, std::string_view range) {
    const std::size_t slash = range.find('/');
    std::optional<Address> one = parse_address(address);
    std::optional<Address> network = parse_address(range.substr(0, slash));
    if (!one || !network || one->family != network->family) return false;
    int bits = network->bits();
    if (slash != std::string_view::npos) {
        const std::string_view length = range.substr(slash + 1);
        const auto parsed = std::from_chars(length.data(), length.data() + length.size(), bits);
        if (parsed.ec != std::errc() || parsed.ptr != length.data() + length.size() || bits < 0 ||
            bits > network->bits())
            return false;
    }
    mask(*one, bits);
    mask(*network, bits);
    return one->bytes == network->bytes;
}

bool is_address_range(std::string_view text) {
    return in_address_range(text.substr(0, text.find('/')), text);
}

std::string subnet_of(std::string_view text, int ipv6_bits) {
    std::optional<Address> address = parse_address(text);
    if (!address) return {};
    const int bits = address->family == AF_INET ? kIpv4Bits : ipv6_bits;
    mask(*address, bits);
    return fmt::format("{}/{}", to_text(*address), bits);
}

}  // namespace roster
