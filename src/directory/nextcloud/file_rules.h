// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/settings.h"

namespace roster {

class Writer;

// The settings about files: forbidden names, and how clients may upload.
struct FileRules {
    std::vector<std::string> forbidden_names{".htaccess"};  // with the extension
    std::vector<std::string> forbidden_basenames{};         // without the extension
    std::vector<std::string> forbidden_characters{"\\", "/"};
    std::vector<std::string> forbidden_extensions{".filepart", ".part"};
    std::int64_t largest_chunk = 100 << 20;  // bytes
    std::int64_t parallel_chunks = 5;
    bool trash_is_emptied = true;
    bool versions_have_labels = true;
    bool versions_are_deleted = true;
};
FileRules find_file_rules(const Settings& settings);

// The capabilities of the app files: members of the map `files`.
void write_files(Writer& out, const FileRules& rules);

}  // namespace roster
