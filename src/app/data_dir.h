// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "directory/installation.h"

namespace roster {

// What maintenance:install is told.
struct InstallOptions {
    std::string data_dir{};
    std::string admin_user{};
    std::string admin_password{};
};

// Makes the data directory: settings, tables, the first administrator. Throws std::runtime_error
// with a sentence for people when there is an installation already or it cannot be written.
void install(const InstallOptions& options);

// The installation of a data directory. Throws std::runtime_error with a sentence for people.
std::unique_ptr<Installation> open_data_dir(const std::string& data_dir);

// One that lives in this process only, with the account admin / admin.
std::unique_ptr<Installation> make_ephemeral();

}  // namespace roster
