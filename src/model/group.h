// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace roster {

inline constexpr const char* kAdminGroup = "admin";

// A row of oc_groups.
struct Group {
    std::string gid{};
    std::string display_name{};
};

}  // namespace roster
