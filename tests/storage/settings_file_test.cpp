// SPDX-License-Identifier: Apache-2.0
#include "storage/settings_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace roster;
using roster::storage::SettingsFile;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("roster-settings-" + std::to_string(getpid()));
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file() const { return (path / "config.json").string(); }
};

}  // namespace

TEST_CASE("what one program sets, another sees at its next look") {
    Folder folder;
    SettingsFile writer(folder.file()), reader(folder.file());
    writer.replace(Array{});
    CHECK(reader.current()->text("a", "none") == "none");
    writer.set({"a"}, "1");
    CHECK(reader.current()->text("a") == "1");
    CHECK(writer.remove({"a"}));
    CHECK_FALSE(writer.remove({"a"}));
    CHECK(reader.current()->find("a") == nullptr);
}

TEST_CASE("nested keys make lists and maps") {
    SettingsFile settings{Array{}};
    settings.set({"trusted_domains", "0"}, "localhost");
    settings.set({"trusted_domains", "1"}, "example.org");
    CHECK(settings.current()->texts("trusted_domains") ==
          std::vector<std::string>{"localhost", "example.org"});
    CHECK(settings.remove({"trusted_domains", "0"}));
    CHECK(settings.current()->texts("trusted_domains") == std::vector<std::string>{"example.org"});
}

TEST_CASE("the file is nobody else's to read") {
    Folder folder;
    SettingsFile settings(folder.file());
    settings.replace(Array{});
    struct stat status {};
    REQUIRE(stat(folder.file().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a file that is no JSON map is an accident, not an empty set of settings") {
    Folder folder;
    SettingsFile settings(folder.file());
    std::ofstream(folder.file()) << "nonsense";
    CHECK_THROWS_WITH(settings.current(), doctest::Contains("no JSON map"));
}
