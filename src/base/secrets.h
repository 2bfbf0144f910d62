// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

// Replaces a secret in every text that is stored.
inline constexpr std::string_view kHiddenSecret = "***";

// Whether a parameter, option or key of this name holds a secret: its name contains a word for a
// password, secret, token or key.
bool names_secret(std::string_view name);

// The target of a request as it may be logged: hides secrets in the query (by their names, and the
// value beside `key=password`) and in paths that contain a token.
std::string without_secrets(std::string_view target);

}  // namespace roster
