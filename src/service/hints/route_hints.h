// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/exchange.h"

namespace roster {

// What to write in place of a path that no route has, in ASCII.
std::string path_hint(const Exchange& exchange);
// Which methods the path has, or the call that was probably meant.
std::string method_hint(const Exchange& exchange);
// A sentence about a part of the path that is empty, or "".
std::string empty_segment_hint(const Exchange& exchange);
// The right call for a method and path that many try first.
std::optional<std::string> usual_mistake(const Exchange& exchange);

// What a caller sent, fit for a hint: what is no printable ASCII becomes `?`, and it is cut.
std::string printable(std::string_view text);
bool is_printable(std::string_view text);

}  // namespace roster
