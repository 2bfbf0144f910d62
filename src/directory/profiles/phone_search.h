// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Finds users by the phone numbers of an address book: `search` maps keys of the caller's choice to
// numbers, written as in the region `location`. Returns (key, uid) pairs and records that the
// caller knows these users. Refuses an unknown region, and numbers that are not texts.
Result<std::vector<std::pair<std::string, std::string>>> search_by_phone(
    Transaction& tx, const std::string& location, const Array& search);

// The server part of this server's federated cloud ids: host and path, no port.
std::string cloud_address(const Transaction& tx);

}  // namespace roster
