// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace roster {

// What db:convert-type is told.
struct ConvertOptions {
    std::string data_dir{};
    std::string type{};  // sqlite3, pgsql or mysql
    std::string user{};
    std::string host{};
    std::string port{};
    std::string name{};  // of the database
    std::string password{};
    bool clear_schema = false;
    std::int64_t chunk_rows = 1000;
};

// Copies the installation of a data directory to another database, and lets its settings name that
// one once the copy has been checked. The old database is only read; the installation is in
// maintenance meanwhile. `say` is called with lines that tell how far it is. Throws
// std::runtime_error with a sentence, the settings as they were, when it cannot be done.
void convert_database(const ConvertOptions& options,
                      const std::function<void(const std::string& line)>& say);

}  // namespace roster
