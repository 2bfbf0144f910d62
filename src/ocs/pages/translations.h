// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/error.h"
#include "service/exchange.h"

namespace roster::ocs {

// The message of a refusal in the user's language, with its argument. With `html` in Accept the
// refusals of the role guards lose their text (contract: guards).
std::string text_for(const Exchange& exchange, const Error& error);

}  // namespace roster::ocs
