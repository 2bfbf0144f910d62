// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Whether `text` is a region with telephone numbers, such as `DE`, in any letter case.
bool is_region(std::string_view text);

// A valid number in the form +4971125242890. `region` applies to numbers without a country code;
// when it is empty or unknown, only numbers that begin with + are accepted. Nothing for all others.
std::optional<std::string> to_e164(std::string_view number, std::string_view region);

}  // namespace roster
