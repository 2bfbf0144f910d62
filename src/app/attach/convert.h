// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace roster {

// The arguments of db:convert-type.
struct ConvertOptions {
    std::string data_dir{};
    std::string type{};  // sqlite3, pgsql or mysql
    std::string user{};
    std::string host{};
    std::string port{};
    std::string name{};  // of the new database
    std::string password{};
    bool clear_schema = false;
    std::int64_t chunk_rows = 1000;
};

// Copies the installation of a data directory to another database, checks the copy, and then points
// the settings to it. The old database is only read; meanwhile the installation is in maintenance
// mode. Calls `say` with lines about the progress. On failure throws std::runtime_error with a
// sentence and restores the settings.
void convert_database(const ConvertOptions& options,
                      const std::function<void(const std::string& line)>& say);

}  // namespace roster
