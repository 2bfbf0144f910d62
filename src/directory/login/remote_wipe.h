// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "directory/transaction.h"

namespace roster {

// Calls of a device that shall delete its data. Both return false for a token that is not marked
// for wipe.
bool start_wipe(Transaction& tx, const Secret& token);
// The device has finished; deletes its token.
bool finish_wipe(Transaction& tx, const Secret& token);

}  // namespace roster
