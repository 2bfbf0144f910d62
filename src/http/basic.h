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

// What PHP finds in an Authorization header: the scheme in any letter case, one or more blanks,
// base64, split at the first colon. Anything else, or an empty part ("0" counts as empty): nothing.
std::optional<BasicCredentials> read_basic(std::string_view header);

}  // namespace roster
