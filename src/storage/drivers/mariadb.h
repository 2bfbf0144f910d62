// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "storage/connection_settings.h"
#include "storage/drivers/driver.h"

namespace roster::storage {

// A driver that connects at the first statement: to the first host that answers and, if it is a
// Galera node, belongs to the cluster. Statements see what others have committed before (READ
// COMMITTED).
std::unique_ptr<Driver> open_mariadb(const ConnectionSettings& location);

// Whether a server answers but rejects us: wrong password or unknown database.
bool mariadb_turns_away(const ConnectionSettings& location);

// Creates the database when it is missing. Throws DatabaseError.
void create_mariadb_database(const ConnectionSettings& location);

}  // namespace roster::storage
