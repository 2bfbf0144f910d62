// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json/value.h"

namespace roster {

// The parts of a request target. Runs of slashes are reduced to one, then the path is
// percent-decoded once.
struct Target {
    std::string raw_path{};  // slashes reduced, not decoded
    std::string path{};      // decoded
    std::string query{};     // without `?`, as sent
};
Target parse_target(std::string_view target);

// The placeholders of `path` when it matches a pattern such as "/cloud/users/{userId}/groups",
// otherwise nothing. A placeholder matches one segment; `{name*}` any non-empty text, slashes
// included; `{name:word}` letters, digits and `_`, possibly none.
std::optional<Array> match_path(std::string_view pattern, std::string_view path);

}  // namespace roster
