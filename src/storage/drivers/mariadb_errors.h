// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "storage/drivers/driver.h"

// What MariaDB's error numbers mean.
namespace roster::storage::mariadb {

constexpr unsigned kUnknownCommand = 1047;  // from a node that is outside of its cluster

// Whether another transaction is in the way: a deadlock, a transaction of another node that came
// first, a lock timeout, or a duplicate key. A call looks for a free key before it inserts, so a
// duplicate means that somebody else took the key meanwhile.
bool is_conflict(unsigned code);

// Whether the server has rolled back the whole transaction, not only the statement: after a
// deadlock, or when a row has changed since it was read. A missing savepoint shows that it did so
// earlier, for example after a lock timeout where it is configured so.
bool undoes_transaction(unsigned code);

// Whether only a new connection, here or to another node, can help, or else an administrator of the
// server: the connection broke, or the server shuts down, is read-only, lacks memory, disk or
// connections, was told to end the statement, or has forgotten our statements.
bool ends_connection(unsigned code);

// The trouble that an error number and its text stand for.
Trouble trouble_of(unsigned code, std::string_view reason);

}  // namespace roster::storage::mariadb
