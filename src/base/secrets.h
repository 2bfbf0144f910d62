// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

// What stands in the place of a secret wherever texts are kept.
inline constexpr std::string_view kHiddenSecret = "***";

// Whether a parameter, option or key of this name holds what nobody else may read: its name tells
// of a password, secret, token or key to something.
bool names_secret(std::string_view name);

// The target of a request as it may be kept: secrets hidden in the query (by their names, and the
// value beside `key=password`) and in paths that carry a token.
std::string without_secrets(std::string_view target);

}  // namespace roster
