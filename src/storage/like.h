// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::storage {

// The pattern for text that contains `part`, in which `%` and `_` stand for themselves. It is
// compared as `lower(column) LIKE lower(?){fold} ESCAPE '!'`: the engine folds letters its own way
// (SQLite only the case of ASCII, MariaDB accents too), and unlike a backslash `!` needs no
// escaping in any engine's literals.
std::string like_pattern(std::string_view part);

}  // namespace roster::storage
