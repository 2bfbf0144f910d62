// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Finds accounts by the phone numbers in an address book: `search` maps a key of the caller to
// numbers as they are written in the region `location`. Gives (key, uid) pairs and notes that the
// caller knows these accounts. Refuses an unknown region, and numbers that are no texts.
Result<std::vector<std::pair<std::string, std::string>>> search_by_phone(
    Transaction& tx, const std::string& location, const Array& search);

// This server as the names of accounts on other servers end: host and path, no port.
std::string cloud_address(const Transaction& tx);

}  // namespace roster
