// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "base/result.h"

namespace roster {

// Why a PHP file could not be read, and in which line.
struct PhpFault {
    std::size_t line = 0;
    std::string reason{};
};

// Reads the map that a file like Nextcloud's config.php assigns to $CONFIG: one literal of nested
// arrays, texts (also joined by `.`), numbers, true, false and null, with comments anywhere.
// Refuses what PHP would have to evaluate, such as constants and calls, with a sentence that says
// why.
Expected<Array, PhpFault> read_php_config(std::string_view text);

}  // namespace roster
