// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/route.h"

namespace roster::ocs {

// Every endpoint under /ocs/v1.php and /ocs/v2.php; the first matching row wins.
std::span<const Route> routes();

}  // namespace roster::ocs
