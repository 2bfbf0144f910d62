// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/uid.h"

namespace roster {

// One thing that was changed: a row of roster_audit, without its place in the chain.
struct AuditEntry {
    std::int64_t occurred = 0;            // Unix seconds
    Uid actor{};                          // empty for the command line and for nobody
    std::string credential{};             // how the actor proved who they are
    std::int64_t token_id = 0;            // of the app password or session in use; 0: none
    std::string address{};                // of the client; empty on the command line
    std::string request_id{};             // as in the log and in X-Request-Id
    std::string action{};                 // what was done, such as `user.edit`
    std::string subject{};                // to which account, group, app or setting
    std::string field{};                  // and to which part of it
    std::optional<std::string> before{};  // never secrets
    std::optional<std::string> after{};
};

// A row as it stands in the table. `hash` covers the entry, the chain's name and the hash of the
// chain's row before, so that no row can be changed, added or taken out unnoticed.
struct AuditRow {
    std::int64_t id = 0;
    std::string chain{};
    AuditEntry entry{};
    std::string previous_hash{};  // empty in the first row of a chain
    std::string hash{};
};

}  // namespace roster
