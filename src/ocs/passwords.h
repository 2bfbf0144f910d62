// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/exchange.h"

namespace roster::ocs {

// The passwords that API calls will store (Route::passwords).
std::vector<Secret> passwords_of_new_user(const Exchange& exchange, Transaction& tx);
std::vector<Secret> passwords_of_edit(const Exchange& exchange, Transaction& tx);

}  // namespace roster::ocs
