// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "storage/drivers/driver.h"

namespace roster::storage {

// Opens the database file (or `file:` URI) at `path`, creating it when `create`; else a missing one
// is Trouble::gone. WAL with synchronous=FULL: a commit has reached the disk when it returns. Who
// finds it locked waits for `patience`; who has waited in vain, only a moment, until nobody was in
// the way. Throws DatabaseError.
std::unique_ptr<Driver> open_sqlite(const std::string& path, bool writable, bool create = false,
                                    std::chrono::milliseconds patience = std::chrono::seconds(10));

// Told once, by whatever thread waits, when a connection has waited a second for a lock of another
// program. For a process in which nobody else does anything; nullptr: nobody is told.
void set_lock_notice(void (*notice)());

}  // namespace roster::storage
