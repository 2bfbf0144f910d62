// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json/value.h"

namespace roster {

// A request target taken apart: runs of slashes reduced to one, then the path percent-decoded once.
struct Target {
    std::string raw_path{};  // slashes reduced, not decoded
    std::string path{};      // decoded
    std::string query{};     // without `?`, as sent
};
Target parse_target(std::string_view target);

// The placeholders of `path` under a pattern such as "/cloud/users/{userId}/groups", or nothing.
// A placeholder holds one segment; `{name*}` any non-empty text, slashes included; `{name:word}`
// letters, digits and `_`, possibly none.
std::optional<Array> match_path(std::string_view pattern, std::string_view path);

}  // namespace roster
