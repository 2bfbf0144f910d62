// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/like.h"

#include <fmt/core.h>

#include "base/text.h"

namespace roster::storage {

// Unlike a backslash, `!` needs no escaping in any engine's literals.
std::string contains_condition(std::string_view columns, const Dialect& dialect) {
    std::string condition;
    for (const std::string_view column : split(columns, ','))
        condition += fmt::format("{}lower({}) LIKE lower(?){} ESCAPE '!'",
                                 condition.empty() ? "(" : " OR ", column, dialect.folding);
    return condition + ')';
}

std::string like_pattern(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + '%';
}

}  // namespace roster::storage
