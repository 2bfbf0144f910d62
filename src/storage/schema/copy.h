// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/database.h"

namespace roster::storage {

struct CopyOptions {
    std::int64_t chunk_rows = 1000;  // per transaction of the target
    bool clear = false;              // drop tables of the same names in the target first
    // Called after each chunk with the table, its rows copied so far, and its rows in all.
    std::function<void(const std::string& table, std::int64_t done, std::int64_t total)> progress{};
};

struct CopyResult {
    std::int64_t tables = 0;
    std::int64_t rows = 0;
};

// Copies every table of the schema, Roster's own too, from one database to another, whatever their
// engines. Creates the tables, copies one snapshot of the source, advances the counters, then reads
// everything back and compares row counts and checksums. Never changes the source.
// Throws DatabaseError with a readable sentence when the target has such tables already, a row does
// not fit, or the check fails. The target may then hold a part of the copy.
CopyResult copy_database(const Database& from, const Database& to, const CopyOptions& options);

}  // namespace roster::storage
