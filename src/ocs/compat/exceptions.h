// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"

namespace roster::ocs::compat {

// What Nextcloud throws where the directory refuses `internal`: the class that its log names. A
// refusal that was made for OCS names it as its argument.
std::string exception_of(const Error& error);

}  // namespace roster::ocs::compat
