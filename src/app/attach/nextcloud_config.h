// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json/value.h"

namespace roster {

// Nextcloud's settings, read without PHP.
struct NextcloudConfig {
    Array settings{};
    std::vector<std::string> notes{};  // what was merged, and what was left out
};

// Reads config.php, merges the *.config.php files beside it like Nextcloud (in the order of their
// names, later values win; a file that only PHP can read is left out with a note), and applies
// `changes`, each KEY=VALUE. A VALUE is text, except `true`, `false`, `null` and JSON lists and
// maps. Throws std::runtime_error with a sentence when config.php cannot be read or a change is
// malformed.
NextcloudConfig read_nextcloud_config(const std::string& path,
                                      const std::vector<std::string>& changes);

// Throws std::runtime_error with a sentence unless Roster supports this Nextcloud: version 32,
// installed, a supported engine, with its secrets.
void check_nextcloud_config(const Array& settings);

}  // namespace roster
