// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"

namespace roster {

// Whom something may be shared with, as Nextcloud counts them.
enum class ShareType : std::int64_t { user = 0, group = 1 };

// What somebody who types into a field for people is offered.
struct Suggestion {
    ShareType type{};
    std::string id{};
    std::string label{};
    std::string unique_name{};  // tells accounts of one name apart; "" for groups
};

// Accounts and groups that contain the text, type after type as asked for; of each type at most
// `limit`, those that equal the text first. Never the caller, nor disabled accounts.
std::vector<Suggestion> suggest(Transaction& tx, std::string_view text,
                                const std::vector<ShareType>& types, std::int64_t limit);

}  // namespace roster
