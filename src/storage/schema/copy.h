// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/database.h"

namespace roster::storage {

struct CopyOptions {
    std::int64_t chunk_rows = 1000;  // in one transaction of the target
    bool clear = false;              // drop tables of the same names in the target first
    // Called after each chunk: the table, the rows of it that are there, and how many it has.
    std::function<void(const std::string& table, std::int64_t done, std::int64_t total)> progress{};
};

struct CopyResult {
    std::int64_t tables = 0;
    std::int64_t rows = 0;
};

// Copies every table of the schema, Roster's own too, from one database to another, whatever their
// engines: makes the tables, copies what one snapshot of the source shows, moves the counters on,
// and reads everything back to compare numbers of rows and checksums. The source is only read.
// Throws DatabaseError with a sentence when the target has such tables already, a row does not fit,
// or the check fails; the target may hold a part then.
CopyResult copy_database(const Database& from, const Database& to, const CopyOptions& options);

}  // namespace roster::storage
