// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "storage/drivers/driver.h"

// What the numbers mean that MariaDB fails with.
namespace roster::storage::mariadb {

constexpr unsigned kUnknownCommand = 1047;  // what a node says that is no part of its cluster

// A deadlock, or a transaction of another node that came first; a lock timeout; and a unique key:
// what an insert has to find free was looked for before, so somebody else took it meanwhile.
bool is_conflict(unsigned code);

// Whether the server has undone the whole transaction, and not only the statement: a deadlock, or a
// row that has changed since it was read. A savepoint that is not there tells that it did so
// before, such as after a lock timeout where it is set to.
bool undoes_transaction(unsigned code);

// What a new connection, here or to another node, may settle, and else only somebody who looks
// after this one: the connection broke, the server ends, cannot be written to, lacks memory, disk
// or connections, was told to end the statement, or has forgotten our statements.
bool ends_connection(unsigned code);

Trouble trouble_of(unsigned code, std::string_view reason);

}  // namespace roster::storage::mariadb
