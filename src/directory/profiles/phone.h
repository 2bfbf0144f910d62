// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Whether `text` names a region that has telephone numbers, such as `DE`, in any letter case.
bool is_region(std::string_view text);

// A valid number in the form +4971125242890. `region` says how to read one without country code;
// with an empty or unknown one only numbers that begin with + are read. Empty for all others.
std::optional<std::string> to_e164(std::string_view number, std::string_view region);

}  // namespace roster
