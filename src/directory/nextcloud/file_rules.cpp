// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/file_rules.h"

#include <algorithm>

#include "base/json/writer.h"
#include "base/text.h"

namespace roster {

namespace {

using Names = std::vector<std::string>;

// The texts of a list; a setting of another type is ignored.
Names list_of(const Settings& settings, std::string_view key, const Names& otherwise) {
    const Value* value = settings.find(key);
    return value && value->array() ? settings.texts(key) : otherwise;
}

Names lower(Names names) {
    for (std::string& name : names)
        name = to_lower(name);
    return names;
}

void append(Names& names, const Names& more) {
    names.insert(names.end(), more.begin(), more.end());
}

void append_new(Names& names, const Names& more) {
    for (const std::string& name : more)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

// The names that Windows forbids.
Names windows_basenames() {
    Names names{"con", "prn", "aux", "nul"};
    for (const char* device : {"com", "lpt"})
        for (const char* number : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"})
            names.push_back(std::string(device) + number);
    return names;
}

bool has_all(const Names& names, const Names& wanted) {
    return std::ranges::all_of(wanted, [&names](const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    });
}

bool fits_windows(const FileRules& rules) {
    return has_all(rules.forbidden_basenames, windows_basenames()) &&
           has_all(rules.forbidden_characters, {"<", ">", ":", "\"", "|", "?", "*"}) &&
           has_all(rules.forbidden_extensions, {" ", "."});
}

}  // namespace

FileRules find_file_rules(const Settings& settings) {
    FileRules rules;
    rules.forbidden_names = lower(list_of(settings, "blacklisted_files", {}));
    append(rules.forbidden_names, lower(list_of(settings, "forbidden_filenames", {".htaccess"})));
    rules.forbidden_basenames = lower(list_of(settings, "forbidden_filename_basenames", {}));
    for (const char* key : {"forbidden_filename_characters", "forbidden_chars"})
        append_new(rules.forbidden_characters, list_of(settings, key, {}));
    rules.forbidden_extensions =
        lower(list_of(settings, "forbidden_filename_extensions", {".filepart"}));
    rules.forbidden_extensions.push_back(".part");
    rules.largest_chunk = settings.integer("files.chunked_upload.max_size", rules.largest_chunk);
    rules.parallel_chunks =
        settings.integer("files.chunked_upload.max_parallel_count", rules.parallel_chunks);
    rules.trash_is_emptied = settings.boolean("files.trash.delete", true);
    rules.versions_have_labels = settings.boolean("files.version_labeling", true);
    rules.versions_are_deleted = settings.boolean("files.version_deletion", true);
    return rules;
}

void write_files(Writer& out, const FileRules& rules) {
    out.member("$comment",
               "\"blacklisted_files\" is deprecated as of Nextcloud 30, use "
               "\"forbidden_filenames\" instead");
    out.member("blacklisted_files", rules.forbidden_names);
    out.member("forbidden_filenames", rules.forbidden_names);
    out.member("forbidden_filename_basenames", rules.forbidden_basenames);
    out.member("forbidden_filename_characters", rules.forbidden_characters);
    out.member("forbidden_filename_extensions", rules.forbidden_extensions);
    out.member("bigfilechunking", true);
    out.key("chunked_upload");
    out.begin_map();
    out.member("max_size", rules.largest_chunk);
    out.member("max_parallel_count", rules.parallel_chunks);
    out.end();
    out.member("file_conversions", std::vector<std::string>{});
    out.member("windows_compatible_filenames", fits_windows(rules));
}

}  // namespace roster
