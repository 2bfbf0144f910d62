// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "directory/installation.h"
#include "model/attached.h"
#include "model/error.h"
#include "model/uid.h"

namespace roster {

// What maintenance:install is told.
struct InstallOptions {
    std::string data_dir{};
    Uid admin_user{};
    Secret admin_password{};
    Array database{};  // the settings that say where it is; empty: SQLite in the data directory
};

// Makes the data directory: settings, tables, the first administrator. Refuses invalid_argument,
// and makes nothing, for an administrator whose uid breaks a rule for uids or who has no password.
// Throws std::runtime_error with a sentence for people when there is an installation already or it
// cannot be written.
Result<Done> install(const InstallOptions& options);

// The installation of a data directory, its database not yet looked at. Throws std::runtime_error
// with a sentence for people.
std::unique_ptr<Installation> find_data_dir(const std::string& data_dir);
// The same, its database ready for use. Throws the same where it is not.
std::unique_ptr<Installation> open_data_dir(const std::string& data_dir);

// What went wrong, and where the user who runs this program may not write to the files of the
// database, what to do about it.
std::string with_advice(const Installation& installation, const storage::DatabaseError& error);

// One that lives in this process only, with the account admin / admin.
std::unique_ptr<Installation> make_ephemeral();

// The files of a data directory.
std::string settings_file(const std::string& data_dir);
std::string database_file(const std::string& data_dir);
// Where log files without a folder go: to `datadirectory` where it can be written, as Nextcloud's
// do, else to the data directory.
std::string log_dir_of(const Settings& settings, const std::string& data_dir);

}  // namespace roster
