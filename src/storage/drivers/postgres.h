// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "storage/connection_settings.h"
#include "storage/drivers/driver.h"

namespace roster::storage {

// A connection to a PostgreSQL server, made at the first statement; libpq tries the hosts in their
// order and takes the first that can be written to. Transactions see what others have committed
// before each statement (READ COMMITTED).
std::unique_ptr<Driver> open_postgres(const ConnectionSettings& location);

// Whether a server is there and turns us away, because of a wrong password or an unknown database.
bool postgres_turns_away(const ConnectionSettings& location);

// Makes the database when it is not there. Throws DatabaseError.
void create_postgres_database(const ConnectionSettings& location);

}  // namespace roster::storage
