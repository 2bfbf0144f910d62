// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::api {

// The probes for load balancers and supervisors, without login: /health/live, whether the process
// answers, and /health/ready, whether the database answers, too; `warnings` lists what is wrong
// although it works.
const Protocol& health();

}  // namespace roster::api
