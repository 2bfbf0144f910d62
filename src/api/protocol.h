// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::api {

// Roster's own JSON API below /api/v1.
const Protocol& protocol();

// Whether the path of the request lies below the prefix; the rest is what routes are matched with.
bool claims_below(Exchange& exchange, std::string_view prefix);

}  // namespace roster::api
