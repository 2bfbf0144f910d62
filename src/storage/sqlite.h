// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/driver.h"

namespace roster::storage {

// Opens the database file (or `file:` URI) at `path`, creating it when `create`. WAL with
// synchronous=FULL: a commit has reached the disk when it returns. Throws DatabaseError.
std::unique_ptr<Driver> open_sqlite(const std::string& path, bool writable, bool create = false);

}  // namespace roster::storage
