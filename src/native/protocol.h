// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::native {

// Roster's own JSON API below /api/v1.
const Protocol& protocol();

}  // namespace roster::native
