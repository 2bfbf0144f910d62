// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace roster {

// What attach is told.
struct AttachOptions {
    std::string config{};  // the path of config.php
    std::string data_dir{};
    std::vector<std::string> changes{};  // KEY=VALUE, on top of config.php
    bool add_indexes = false;            // make those of Nextcloud's indexes that are missing
};

// Makes `data_dir` work on the database of a running Nextcloud, or reads its config.php anew when
// it does already: checks version and schema, adds Roster's own tables, writes config.json. Of
// Nextcloud's tables nothing is changed. Returns lines that tell what was found and done. Throws
// std::runtime_error with a sentence, and leaves no data directory behind, when it cannot be.
std::vector<std::string> attach(const AttachOptions& options);

// Undoes that: saves roster_audit in a file of `data_dir`, drops Roster's own tables and removes
// config.json. Throws std::runtime_error with a sentence when `data_dir` is not attached.
std::vector<std::string> detach(const std::string& data_dir);

}  // namespace roster
