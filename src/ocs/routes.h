// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/route.h"

namespace roster::ocs {

// Every endpoint below /ocs/v1.php and /ocs/v2.php; an earlier row wins over a later one.
std::span<const Route> routes();

}  // namespace roster::ocs
