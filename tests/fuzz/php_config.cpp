// SPDX-License-Identifier: Apache-2.0
// Files such as Nextcloud's config.php: whatever they hold, a map or a fault with its line; and
// what is written as PHP reads back as the same value.
#include <algorithm>
#include <cmath>

#include "base/php/php.h"
#include "base/php/php_config.h"
#include "base/php/php_text.h"
#include "fuzz/fuzz.h"

using namespace roster;
using fuzz::require;

namespace {

std::string as_php(const std::string& text) {
    std::string literal = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') literal += '\\';
        literal += c;
    }
    return literal + "'";
}

std::string as_php(const Value& value);

std::string as_php(const Array& array) {
    std::string literal = "array (\n";
    for (const auto& [key, member] : array)
        literal += as_php(key) + " => " + as_php(member) + ",\n";
    return literal + ")";
}

std::string as_php(const Value& value) {
    if (value.is_null()) return "NULL";
    if (value.boolean()) return *value.boolean() ? "true" : "false";
    if (value.text()) return as_php(*value.text());
    if (value.array()) return as_php(*value.array());
    if (value.integer()) return std::to_string(*value.integer());
    if (std::isinf(*value.number())) return *value.number() > 0 ? "1e999" : "-1e999";
    std::string number = number_to_text(*value.number(), -1);
    return number.find_first_of(".E") == std::string::npos ? number + ".0" : number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    if (const auto config = read_php_config(text)) {
        const auto again = read_php_config("<?php\n$CONFIG = " + as_php(*config) + ";\n");
        require(again && *again == *config, "a map that is written as PHP reads back");
    } else {
        require(config.error().line <= lines, "a fault is in the file");
        require(!config.error().reason.empty(), "a fault has a reason");
    }
    const PhpText literal = read_php_text(text);
    require(literal.bytes <= size, "a literal is in the file");
    require(literal.fault.empty() == false || literal.value.size() <= 4 * size,
            "a literal does not grow out of nothing");
    read_php_number(text);
    return 0;
}
