// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace roster {

// The arguments of `attach`.
struct AttachOptions {
    std::string config{};  // the path of config.php
    std::string data_dir{};
    std::vector<std::string> changes{};  // KEY=VALUE, these override config.php
    bool add_indexes = false;            // create Nextcloud's missing indexes
};

// Connects `data_dir` to the database of a running Nextcloud, or reads its config.php again when it
// is connected already. Checks version and schema, creates Roster's own tables and writes
// config.json. Changes none of Nextcloud's tables. Returns lines that report what was found and
// done. On failure throws std::runtime_error with a sentence and leaves no data directory behind.
std::vector<std::string> attach(const AttachOptions& options);

// Undoes attach(): saves roster_audit in a file of `data_dir`, drops Roster's own tables and
// removes config.json. Throws std::runtime_error with a sentence when `data_dir` is not attached.
std::vector<std::string> detach(const std::string& data_dir);

}  // namespace roster
