// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/file_rules.h"

#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::string capabilities(World& world) {
    return world.as("admin").get("/cloud/capabilities").response.body;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

Array list(std::initializer_list<const char*> texts) {
    Array values;
    for (const char* text : texts)
        values.push(text);
    return values;
}

}  // namespace

TEST_CASE("what the configuration says of files is in the capabilities") {
    World world;
    world.set("forbidden_filenames", list({".Secret"}));
    world.set("blacklisted_files", list({"old"}));
    world.set("forbidden_filename_basenames", list({"Con"}));
    world.set("forbidden_filename_characters", list({"*", "/"}));
    world.set("forbidden_filename_extensions", list({".EXE"}));
    world.set("files.chunked_upload.max_size", 5);
    world.set("files.chunked_upload.max_parallel_count", 2);
    world.set("files.trash.delete", false);
    world.set("files.version_labeling", false);
    world.set("files.version_deletion", false);
    const std::string text = capabilities(world);
    CHECK(has(text, R"("blacklisted_files":["old",".secret"],)"
                    R"("forbidden_filenames":["old",".secret"],)"
                    R"("forbidden_filename_basenames":["con"],)"
                    R"("forbidden_filename_characters":["\\","\/","*"],)"
                    R"("forbidden_filename_extensions":[".exe",".part"],"bigfilechunking":true,)"
                    R"("chunked_upload":{"max_size":5,"max_parallel_count":2})"));
    CHECK(has(text, R"("undelete":true,"delete_from_trash":false,"versioning":true,)"
                    R"("version_labeling":false,"version_deletion":false})"));
    CHECK(has(text, R"("windows_compatible_filenames":false)"));
}

TEST_CASE("names are fit for Windows when all is forbidden that it forbids") {
    World world;
    Array names = list({"CON", "prn", "aux", "nul"});
    for (const char* device : {"com", "lpt"})
        for (const char* number : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"})
            names.push(std::string(device) + number);
    world.set("forbidden_filename_basenames", names);
    world.set("forbidden_filename_characters", list({"<", ">", ":", "\"", "|", "?", "*"}));
    world.set("forbidden_filename_extensions", list({" ", "."}));
    CHECK(has(capabilities(world), R"("windows_compatible_filenames":true)"));
    world.set("forbidden_filename_extensions", list({"."}));
    CHECK(has(capabilities(world), R"("windows_compatible_filenames":false)"));
}
