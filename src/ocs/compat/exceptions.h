// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"

namespace roster::ocs::compat {

// The exception class that Nextcloud's log names where the directory refuses `internal`. A refusal
// made for OCS names the class as its argument.
std::string exception_of(const Error& error);

}  // namespace roster::ocs::compat
