// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// What Nextcloud's log says about a call that lacks an argument, up to the place in its source:
// the method that handles the route, and which of its arguments it is.
std::string missing_argument_text(const Exchange& exchange, const Error& error);

}  // namespace roster::ocs
