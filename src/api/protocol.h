// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::api {

// Roster's own JSON API under /api/v1.
const Protocol& protocol();

// Whether the path of the request starts with the prefix; the rest is matched against the routes.
bool claims_below(Exchange& exchange, std::string_view prefix);

}  // namespace roster::api
