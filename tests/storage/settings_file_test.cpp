// SPDX-License-Identifier: Apache-2.0
#include "storage/settings_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

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
    const auto read = [&reader] {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return reader.current();
    };
    CHECK(read()->text("a", "none") == "none");
    writer.set({"a"}, "1");
    CHECK(read()->text("a") == "1");
    CHECK(writer.remove({"a"}));
    CHECK_FALSE(writer.remove({"a"}));
    CHECK(read()->find("a") == nullptr);
}

TEST_CASE("what a program sets counts for itself at once, and takes nothing of another's away") {
    Folder folder;
    SettingsFile one(folder.file()), other(folder.file());
    one.replace(Array{});
    for (int i = 0; i < 10; ++i) {
        const std::string number = std::to_string(i);
        one.set({"one", number}, number);
        CHECK(one.current()->texts("one").size() == i + 1u);
        other.set({"other", number}, number);
        CHECK(other.current()->texts("other").size() == i + 1u);
        CHECK(other.current()->texts("one").size() == i + 1u);
    }
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
