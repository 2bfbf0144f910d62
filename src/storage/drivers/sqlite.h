// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "storage/drivers/driver.h"

namespace roster::storage {

// Opens the database file (or `file:` URI) at `path`. A missing file is created when `create` is
// set, else it is Trouble::gone. WAL with synchronous=FULL: a commit is on the disk when it
// returns. A locked database is waited for, up to `patience`; after one timeout only for a moment,
// until the lock was free once. Throws DatabaseError.
std::unique_ptr<Driver> open_sqlite(const std::string& path, bool writable, bool create = false,
                                    std::chrono::milliseconds patience = std::chrono::seconds(10));

// Sets a function that is called once, by the waiting thread, when a connection has waited a second
// for another program's lock. For a process in which nothing else runs meanwhile. nullptr: none.
void set_lock_notice(void (*notice)());

}  // namespace roster::storage
