// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "directory/installation.h"
#include "model/attached.h"
#include "model/error.h"
#include "model/uid.h"

namespace roster {

// The arguments of maintenance:install.
struct InstallOptions {
    std::string data_dir{};
    Uid admin_user{};
    Secret admin_password{};
    Array database{};  // the settings that locate the database; empty: SQLite in the data directory
};

// Creates the data directory: settings, tables, the first administrator. Refuses invalid_argument,
// and creates nothing, when the administrator's uid breaks a rule for uids or the password is
// missing. Throws std::runtime_error with a sentence when the directory holds an installation
// already or cannot be written.
Result<Done> install(const InstallOptions& options);

// The installation of a data directory; does not open its database. Throws std::runtime_error with
// a sentence.
std::unique_ptr<Installation> find_data_dir(const std::string& data_dir);
// The same, with its database ready for use. Also throws std::runtime_error when it is not.
std::unique_ptr<Installation> open_data_dir(const std::string& data_dir);

// The error, and advice when the user who runs this program may not write to the database's files.
std::string with_advice(const Installation& installation, const storage::DatabaseError& error);

// An installation in this process only, with the user admin and the password admin.
std::unique_ptr<Installation> make_ephemeral();

// The paths of the files in a data directory.
std::string settings_file(const std::string& data_dir);
std::string database_file(const std::string& data_dir);
// The directory for log files without a folder: `datadirectory` if it is writable, as in Nextcloud,
// otherwise the data directory.
std::string log_dir_of(const Settings& settings, const std::string& data_dir);

}  // namespace roster
