// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/uid.h"

namespace roster {

inline constexpr const char* kAdminGroup = "admin";

// A row of oc_groups.
struct Group {
    Gid gid{};
    std::string display_name{};
};

}  // namespace roster
