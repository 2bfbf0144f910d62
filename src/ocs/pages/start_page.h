// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/call.h"

namespace roster::ocs {

// Where a login leads: the dashboard, or the files if that app is disabled.
std::string start_page(Call& call);
// Encodes a value for the query of a redirect; characters without a meaning there stay readable.
std::string encode_query_value(std::string_view text);

}  // namespace roster::ocs
