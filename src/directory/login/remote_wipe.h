// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "directory/transaction.h"

namespace roster {

// What a device asks that was told to forget its data; each is false for a token that is not marked
// for wipe.
bool start_wipe(Transaction& tx, const Secret& token);
// The device is done; its token is deleted.
bool finish_wipe(Transaction& tx, const Secret& token);

}  // namespace roster
