// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::api {

// What load balancers and supervisors ask, without logging in: /health/live, whether the process
// answers, and /health/ready, whether its database does too, with `warnings` where it works and
// something is wrong all the same.
const Protocol& health();

}  // namespace roster::api
