// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace roster::cli {

// A command line as a log may keep it: the values of options whose names tell of a secret are
// hidden, as is all that follows a key of that kind (`config:system:set mail_smtppassword ...`).
std::string without_secrets(const Command& command, const std::vector<std::string>& words);

}  // namespace roster::cli
