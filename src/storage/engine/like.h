// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "storage/drivers/driver.h"

namespace roster::storage {

// What `{has:COLUMN,...}` in a statement stands for: one of these columns contains a text. It takes
// the text's pattern as a parameter for each column. The engine folds letters its own way (SQLite
// only the case of ASCII, MariaDB accents too).
std::string contains_condition(std::string_view columns, const Dialect& dialect);

// The pattern for text that contains `part`, in which `%` and `_` stand for themselves.
std::string like_pattern(std::string_view part);

}  // namespace roster::storage
