// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/engine/connection.h"

namespace roster::storage {

// roster_sessions: what browser sessions carry, found by the digest of what the browser holds.
struct SessionRow {
    std::string data{};        // JSON
    std::int64_t expires = 0;  // Unix seconds
};
std::optional<SessionRow> find_session(Connection& db, std::string_view id_hash);
void set_session(Connection& db, std::string_view id_hash, std::string_view uid,
                 const SessionRow& row);
void delete_session(Connection& db, std::string_view id_hash);
void delete_sessions_until(Connection& db, std::int64_t now);

}  // namespace roster::storage
