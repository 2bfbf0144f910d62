// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "storage/connection_settings.h"
#include "storage/drivers/driver.h"

namespace roster::storage {

// A connection to a MariaDB server, made at the first statement: to the first host that answers
// and, when it is a node of a Galera cluster, takes part in it. Transactions see what others have
// committed before each statement (READ COMMITTED).
std::unique_ptr<Driver> open_mariadb(const ConnectionSettings& location);

// Whether a server is there and turns us away, because of a wrong password or an unknown database.
bool mariadb_turns_away(const ConnectionSettings& location);

// Makes the database when it is not there. Throws DatabaseError.
void create_mariadb_database(const ConnectionSettings& location);

}  // namespace roster::storage
