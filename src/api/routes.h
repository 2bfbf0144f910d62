// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/route.h"

namespace roster::api {

// Every endpoint under /api/v1.
std::span<const Route> routes();

}  // namespace roster::api
