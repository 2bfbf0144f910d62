// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "storage/drivers/driver.h"

namespace roster::storage {

// What `{has:COLUMN,...}` in a statement stands for: one of these columns contains a text. It takes
// the pattern of the text as a parameter for each column. Each engine ignores case in its own way
// (SQLite that of ASCII only, MariaDB accents too).
std::string contains_condition(std::string_view columns, const Dialect& dialect);

// The LIKE pattern for texts that contain `part`. `%` and `_` in it are escaped.
std::string like_pattern(std::string_view part);

}  // namespace roster::storage
