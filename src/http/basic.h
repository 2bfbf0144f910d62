// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

struct BasicCredentials {
    std::string name{};
    std::string password{};
};

// Reads an Authorization header like PHP: the scheme in any letter case, one or more blanks,
// base64, split at the first colon. Nothing for any other header, or when a part is empty ("0"
// counts as empty).
std::optional<BasicCredentials> read_basic(std::string_view header);

}  // namespace roster
