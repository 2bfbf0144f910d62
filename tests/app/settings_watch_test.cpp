// SPDX-License-Identifier: Apache-2.0
#include "app/settings_watch.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

#include "app/data_dir.h"
#include "base/json/json.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

// A data directory whose settings a server watches.
struct Watched {
    Watched() {
        std::string name = (fs::temp_directory_path() / "roster-watch-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        write(good);
        installation = find_data_dir(folder);
    }
    ~Watched() { fs::remove_all(folder); }
    Watched(const Watched&) = delete;

    void write(const std::string& text) const { std::ofstream(settings_file(folder)) << text; }
    // The lines of the log as `level message`, once there are so many.
    std::vector<std::string> log(std::size_t lines) const {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        for (;;) {
            std::vector<std::string> found;
            std::ifstream file(folder + "/nextcloud.log");
            for (std::string line; std::getline(file, line);) {
                const Array entry = *parse_json(line)->array();
                found.push_back(std::to_string(*entry.find("level")->integer()) + " " +
                                *entry.find("message")->text());
            }
            if (found.size() >= lines || std::chrono::steady_clock::now() > deadline) return found;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    std::string folder{};
    const std::string good = R"({"secret":"s","instanceid":"oc1","loglevel":3})";
    std::unique_ptr<Installation> installation{};
};

}  // namespace

TEST_CASE("a server tells once that its settings cannot be read, and once that they can again") {
    Watched at;
    const SettingsWatch watch(*at.installation);
    const std::string path = settings_file(at.folder);
    const std::string begins =
        "3 " + path + " cannot be read, so the settings before it stay in use: it is empty.";
    const std::string ends = "3 " + path + " can be read again, and its settings are in use.";
    at.write("");
    CHECK(at.log(1) == std::vector{begins});
    at.write(at.good + " ");
    CHECK(at.log(2) == std::vector{begins, ends});
}

TEST_CASE("a server tells once that it lacks what it cannot serve without, and what to do") {
    Watched at;
    CHECK_NOTHROW(check_can_serve(*at.installation));
    const SettingsWatch watch(*at.installation);
    at.write(R"({"instanceid":"oc1"})");
    REQUIRE(at.log(1).size() == 1);
    for (const std::string& piece :
         {"3 The setting secret in " + settings_file(at.folder), std::string("roster attach"),
          "roster --data-dir " + at.folder + " config:system:set secret --value TEXT"})
        CHECK(at.log(1)[0].find(piece) != std::string::npos);
    CHECK_THROWS_WITH(check_can_serve(*at.installation), doctest::Contains("The setting secret"));
    at.write(at.good + "  ");
    REQUIRE(at.log(2).size() == 2);
    CHECK(at.log(2)[1] == "3 The settings are complete again: calls are answered.");
}

TEST_CASE("nobody begins to serve without secret and instanceid, whatever their type") {
    for (const char* text :
         {"{}", "[]", R"({"secret":"s"})", R"({"instanceid":"oc1","secret":""})",
          R"({"instanceid":"oc1","secret":7})", R"({"instanceid":[],"secret":"s"})"}) {
        CAPTURE(text);
        Watched at;
        at.write(text);
        CHECK_THROWS_WITH(check_can_serve(*find_data_dir(at.folder)), doctest::Contains("absent"));
    }
    CHECK_NOTHROW(check_can_serve(*make_ephemeral()));
}

TEST_CASE("a data directory whose settings cannot be read is not opened, with the reason") {
    Watched at;
    at.write("{broken");
    CHECK_THROWS_WITH(find_data_dir(at.folder), doctest::Contains("it is no JSON"));
}
