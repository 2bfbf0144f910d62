// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/uid.h"

namespace roster {

// One recorded change: a row of roster_audit, without its place in the hash chain.
struct AuditEntry {
    std::int64_t occurred = 0;            // Unix seconds
    Uid actor{};                          // empty for the command line and when nobody is logged in
    std::string credential{};             // how the actor authenticated
    std::int64_t token_id = 0;            // the app password or session used; 0: none
    std::string address{};                // of the client; empty on the command line
    std::string request_id{};             // as in the log and in X-Request-Id
    std::string action{};                 // what was done, such as `user.edit`
    std::string subject{};                // the user, group, app or setting that was changed
    std::string field{};                  // the part of it that was changed
    std::optional<std::string> before{};  // never secrets
    std::optional<std::string> after{};
};

// A row of the table. `hash` covers the entry, the name of the chain and the hash of the previous
// row, so that changed, added or removed rows show.
struct AuditRow {
    std::int64_t id = 0;
    std::string chain{};
    AuditEntry entry{};
    std::string previous_hash{};  // empty in the first row of a chain
    std::string hash{};
};

}  // namespace roster
