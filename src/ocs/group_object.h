// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/writer.h"
#include "directory/groups.h"

namespace roster::ocs {

// A list of texts, alone or as a member of a map.
void write_texts(Writer& out, const std::vector<std::string>& texts);
void write_texts(Writer& out, std::string_view key, const std::vector<std::string>& texts);

// {"groups": [object]} with the keys in Nextcloud's order (contract: groups).
void write_group_details(Writer& out, const std::vector<GroupDetails>& groups);

}  // namespace roster::ocs
