// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "base/result.h"

namespace roster {

// Why a PHP file could not be read, and where.
struct PhpFault {
    std::size_t line = 0;
    std::string reason{};
};

// The map that a file like Nextcloud's config.php assigns to $CONFIG: one literal of nested arrays,
// texts (joined by `.` too), numbers, true, false and null, with comments anywhere. What PHP would
// have to compute, such as constants and calls, is refused in a sentence.
Expected<Array, PhpFault> read_php_config(std::string_view text);

}  // namespace roster
