// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "storage/connection_settings.h"
#include "storage/drivers/driver.h"

namespace roster::storage {

// A driver that connects at the first statement. libpq tries the hosts in order and takes the first
// one that accepts writes. Statements see what others have committed before (READ COMMITTED).
std::unique_ptr<Driver> open_postgres(const ConnectionSettings& location);

// Whether a server answers but rejects us: wrong password or unknown database.
bool postgres_turns_away(const ConnectionSettings& location);

// Creates the database when it is missing. Throws DatabaseError.
void create_postgres_database(const ConnectionSettings& location);

}  // namespace roster::storage
