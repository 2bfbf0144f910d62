// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// The text in Nextcloud's log for a call without a required argument, up to the place in its
// source: the method that handles the route, and the position of the argument.
std::string missing_argument_text(const Exchange& exchange, const Error& error);

}  // namespace roster::ocs
