// SPDX-License-Identifier: Apache-2.0
#include "service/request/parameter_texts.h"

#include <algorithm>

#include "base/text.h"

namespace roster {

namespace {

// Parameters that Nextcloud stores as sent, where the engine can.
struct Stored {
    std::string_view method, path, parameter;
    bool any_bytes;  // false: only UTF-8, which may contain a NUL
};
constexpr Stored kStored[] = {
    {"POST", "/cloud/users", "displayName", true},     // transport: latin1 bytes
    {"PUT", "/cloud/users/{userId}", "value", false},  // transport: escaping of 'null\x00x'
};

bool is_stored_as_sent(const Exchange& exchange, std::string_view name, bool utf8, bool nul,
                       const TextRules& rules) {
    if ((!utf8 && rules.checks_utf8) || (nul && !rules.stores_nul)) return false;
    const Route& route = *exchange.run.route;
    return std::ranges::any_of(kStored, [&](const Stored& stored) {
        return route.method == stored.method && route.path == stored.path &&
               name == stored.parameter && (utf8 || stored.any_bytes);
    });
}

bool has_nul(std::string_view text) {
    return text.find('\0') != text.npos;
}

bool is_text(std::string_view text) {
    return is_utf8(text) && !has_nul(text);
}

// Whether its names and texts are valid, at any depth.
bool holds_texts(const Value& value) {
    if (value.text()) return is_text(*value.text());
    return !value.array() || std::ranges::all_of(*value.array(), [](const Array::Entry& entry) {
        return is_text(entry.first) && holds_texts(entry.second);
    });
}

// Passwords are bytes: only their hashes are stored.
bool is_password(std::string_view name) {
    return name == "password";
}

}  // namespace

Result<Done> check_texts(const Exchange& exchange, const Transaction& tx) {
    for (const auto& [name, value] : exchange.parameters()) {
        const bool fits = is_text(name) && holds_texts(value);
        if (fits || is_password(name) || exchange.head.path_parameters.find(name)) continue;
        const std::string* text = value.text();
        if (text &&
            is_stored_as_sent(exchange, name, is_utf8(*text), has_nul(*text), tx.text_rules()))
            continue;
        return refuse(Errc::bad_text, "Invalid text", to_utf8(name));
    }
    return Done{};
}

}  // namespace roster
