// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "support/world.h"

namespace roster {

// What an answer tells its caller to change; "" when it tells nothing.
inline std::string shown_hint(const Response& response) {
    return std::string(response.find_header("Roster-Hint").value_or(""));
}
inline std::string hint(const Answer& answer) {
    return shown_hint(answer.response);
}

inline bool says(const Answer& answer, const std::string& words) {
    return hint(answer).find(words) != std::string::npos;
}

}  // namespace roster
