// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json/writer.h"
#include "directory/groups/groups.h"

namespace roster::ocs {

// Writes {"groups": [object]} with the keys in Nextcloud's order (contract: groups).
void write_group_details(Writer& out, const std::vector<GroupDetails>& groups);

}  // namespace roster::ocs
