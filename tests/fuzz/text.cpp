// SPDX-License-Identifier: Apache-2.0
// The functions for texts, PHP's conversions and addresses: what they encode they decode, and what
// they cut is a piece of what they were given.
#include "base/text.h"
#include "base/address.h"
#include "base/html.h"
#include "base/json/value.h"
#include "base/php/php.h"
#include "base/quota.h"
#include "fuzz/fuzz.h"

using namespace roster;
using fuzz::require;

namespace {

void check_encodings(std::string_view text) {
    require(percent_decode(percent_encode(text)) == text, "percent encoding is undone");
    require(base64_decode(base64_encode(text)) == text, "base64 is undone");
    percent_decode(text, true);
    base64_decode(text);
    const std::string html = escape_html(text);
    require(html.find_first_of("<>\"") == std::string::npos, "HTML has no markup of its caller");
}

void check_pieces(std::string_view text, std::size_t bytes) {
    const std::string_view cut = cut_at_character(text, bytes);
    require(cut.size() <= bytes && text.starts_with(cut), "a cut text is a beginning");
    require(!is_utf8(text) || is_utf8(cut), "no character is cut in two");
    require(is_utf8(to_lower(text)) || !is_utf8(text), "lower case stays UTF-8");
    require(count_characters(text) <= text.size(), "a character has a byte at least");
    std::size_t length = 0;
    for (const std::string_view part : split(text, ','))
        length += part.size() + 1;
    require(length == text.size() + 1, "splitting loses nothing");
    require(trim(trim(text)) == trim(text), "trimming is done in one go");
}

void check_numbers(const std::string& text) {
    const std::int64_t number = to_int(text);
    if (is_whole_number(text))
        require(std::to_string(number) == text, "a whole number is what it says");
    to_number(text);
    number_to_text(to_number(text), 14);
    is_numeric(text);
    to_bool(Value(text));
}

void check_addresses(const std::string& address, const std::string& range) {
    in_address_range(address, range);
    if (!is_address(address)) return;
    require(in_address_range(address, address), "an address is in its own range");
    require(in_address_range(address, subnet_of(address, 56)), "an address is in its network");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::size_t bytes = input.byte();
    const std::string first(input.line());
    const std::string second(input.rest());
    check_encodings(second);
    check_pieces(second, bytes);
    check_numbers(first);
    check_addresses(first, second);
    require(equals_ignoring_case(second, to_ascii_lower(second)), "ASCII lower case is equal");
    return 0;
}
