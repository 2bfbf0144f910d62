// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/engine/connection.h"

namespace roster::storage {

// roster_sessions: the data of browser sessions, found by the digest of the session id.
struct SessionRow {
    std::string data{};        // JSON
    std::int64_t expires = 0;  // Unix seconds
};
// The stored session, expired or not; nothing when there is none.
std::optional<SessionRow> find_session(Connection& db, std::string_view id_hash);
// Updates or inserts the row.
void set_session(Connection& db, std::string_view id_hash, std::string_view uid,
                 const SessionRow& row);
// Deletes one session, if it exists.
void delete_session(Connection& db, std::string_view id_hash);
// Deletes sessions that expire at `now` (Unix seconds) or before.
void delete_sessions_until(Connection& db, std::int64_t now);

}  // namespace roster::storage
