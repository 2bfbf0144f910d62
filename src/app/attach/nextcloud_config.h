// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json/value.h"

namespace roster {

// The settings of a Nextcloud, read without PHP.
struct NextcloudConfig {
    Array settings{};
    std::vector<std::string> notes{};  // what was merged, and what had to be left out
};

// Reads config.php, merges the *.config.php beside it as Nextcloud does (in the order of their
// names, later values win; one that only PHP can read is left out with a note), and puts `changes`
// on top, each KEY=VALUE. A VALUE is text, except `true`, `false`, `null` and JSON lists and maps.
// Throws std::runtime_error with a sentence when config.php cannot be read or a change is none.
NextcloudConfig read_nextcloud_config(const std::string& path,
                                      const std::vector<std::string>& changes);

// Throws std::runtime_error with a sentence unless this is a Nextcloud that Roster knows: version
// 32, installed, an engine Roster speaks, with its secrets.
void check_nextcloud_config(const Array& settings);

}  // namespace roster
