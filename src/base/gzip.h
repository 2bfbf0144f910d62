// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

// Compresses the bytes into one gzip stream. Throws std::runtime_error when zlib fails.
std::string gzip(std::string_view bytes);

}  // namespace roster
