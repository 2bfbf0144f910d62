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

namespace {

// What may stand in the place of the file, and what is then said.
struct Damage {
    const char* text;
    const char* reason;
};
constexpr Damage kDamages[] = {
    {"", "it is empty"},     {"nonsense", "no JSON"}, {R"({"a": "2", "b": [1, )", "only a part"},
    {R"("text")", "no map"}, {"7", "no map"},         {"null", "no map"},
    {R"(["a"])", "no map"}};

// At its next look.
std::string text_of(SettingsFile& settings, const char* key) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return settings.current()->text(key);
}

void expect_kept(SettingsFile& settings, const char* reason) {
    CHECK(text_of(settings, "a") == "1");
    CHECK(settings.trouble().find(reason) != std::string::npos);
    // What somebody has begun is not overwritten.
    CHECK_THROWS_WITH(settings.set({"a"}, "3"), doctest::Contains(reason));
}

}  // namespace

TEST_CASE("a file that could never be read is an accident, not an empty set of settings") {
    Folder folder;
    for (const Damage& damage : kDamages) {
        CAPTURE(damage.text);
        std::ofstream(folder.file()) << damage.text;
        SettingsFile settings(folder.file());
        CHECK_THROWS_WITH(settings.current(), doctest::Contains(damage.reason));
        CHECK_THROWS_WITH(settings.current(), doctest::Contains(folder.file().c_str()));
    }
    SettingsFile nowhere("/nowhere/config.json");
    CHECK_THROWS_WITH(nowhere.current(), doctest::Contains("No such file"));
}

TEST_CASE("while the file cannot be read, the last settings that could stay") {
    Folder folder;
    SettingsFile settings(folder.file());
    const auto write = [&folder](const char* text) { std::ofstream(folder.file()) << text; };
    for (const Damage& damage : kDamages) {
        CAPTURE(damage.text);
        write(R"({"a":"1"})");
        CHECK(text_of(settings, "a") == "1");
        write(damage.text);
        expect_kept(settings, damage.reason);
        write(R"({"a":"22"})");
        CHECK(text_of(settings, "a") == "22");
        CHECK(settings.trouble().empty());
    }
}

TEST_CASE("whatever takes the place of the file, nobody waits for it, and its return is seen") {
    Folder folder;
    SettingsFile settings(folder.file());
    settings.replace(Array{});
    settings.set({"a"}, "1");
    CHECK(settings.current()->text("a") == "1");
    const std::string aside = folder.file() + ".aside";
    std::filesystem::rename(folder.file(), aside);
    expect_kept(settings, "No such file");
    std::filesystem::create_directory(folder.file());
    expect_kept(settings, "it is a directory");
    std::filesystem::remove(folder.file());
    REQUIRE(mkfifo(folder.file().c_str(), 0600) == 0);
    expect_kept(settings, "no regular file");
    std::filesystem::remove(folder.file());
    std::ofstream(folder.file()) << '"' << std::string(5 << 20, 'x') << '"';
    expect_kept(settings, "bytes");
    std::filesystem::rename(aside, folder.file());
    CHECK(text_of(settings, "a") == "1");
    CHECK(settings.trouble().empty());
    settings.set({"a"}, "3");
    CHECK(settings.current()->text("a") == "3");
}

TEST_CASE("a save in place is seen, also one that keeps the size and sets the time back") {
    Folder folder;
    SettingsFile settings(folder.file());
    const auto write = [&folder](int value) {
        std::ofstream(folder.file()) << R"({"a":")" << value << R"("})";
    };
    for (int value = 10; value < 20; ++value) {
        write(value);
        CHECK(text_of(settings, "a") == std::to_string(value));
    }
    const auto time = std::filesystem::last_write_time(folder.file());
    write(20);
    std::filesystem::last_write_time(folder.file(), time);
    CHECK(text_of(settings, "a") == "20");
}

TEST_CASE(
    "who watches the settings is told once of each change, and of a trouble when it changes") {
    Folder folder;
    SettingsFile settings(folder.file());
    std::vector<std::string> told;
    settings.watch([&told](const Settings& now, const std::string& trouble) {
        told.push_back(now.text("a") + (trouble.empty() ? "" : "!"));
    });
    settings.replace(Array{});
    settings.set({"a"}, "1");
    for (int look = 0; look < 3; ++look)
        CHECK(text_of(settings, "a") == "1");
    std::ofstream(folder.file()) << "";
    for (int look = 0; look < 3; ++look)
        CHECK(text_of(settings, "a") == "1");
    std::ofstream(folder.file()) << R"({"a":"2"})";
    CHECK(text_of(settings, "a") == "2");
    CHECK(told == std::vector<std::string>{"", "1", "1!", "2"});
    settings.watch({});
    settings.set({"a"}, "3");
    CHECK(told.size() == 4);
}
