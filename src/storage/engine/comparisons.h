// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::storage {

// A statement in which every `=` that compares texts holds only where they are the same bytes.
// `exactness` is what the engine wants before a value for that, as in Dialect. Texts are columns
// that the schema knows as such, their parameters, and literals; what an UPDATE assigns stays.
std::string with_exact_comparisons(std::string_view sql, std::string_view exactness);

}  // namespace roster::storage
