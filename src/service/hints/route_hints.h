// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/exchange.h"

namespace roster {

// What to write instead of a path that matches no route, in ASCII.
std::string path_hint(const Exchange& exchange);
// Which methods the path has, or which call was probably meant.
std::string method_hint(const Exchange& exchange);
// A sentence about an empty part of the path, or "".
std::string empty_segment_hint(const Exchange& exchange);
// The right call for a method and path that clients often try first.
std::optional<std::string> usual_mistake(const Exchange& exchange);

// The client's text, fit for a hint: other characters than printable ASCII become `?`, and it is
// cut.
std::string printable(std::string_view text);
bool is_printable(std::string_view text);

}  // namespace roster
