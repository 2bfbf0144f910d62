// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/call.h"

namespace roster::ocs {

// Where a login leads to: the dashboard, or the files where that app is off.
std::string start_page(Call& call);
// A value in the query of a redirection: what has no meaning there stays readable.
std::string encode_query_value(std::string_view text);

}  // namespace roster::ocs
