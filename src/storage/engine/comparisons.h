// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::storage {

// Returns the statement with every `=` between texts made bytewise. `exactness` goes before a value
// for that, as in Dialect. Texts are columns that the schema knows as such, their parameters, and
// literals. Assignments of an UPDATE stay as they are.
std::string with_exact_comparisons(std::string_view sql, std::string_view exactness);

}  // namespace roster::storage
