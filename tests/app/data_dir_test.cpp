// SPDX-License-Identifier: Apache-2.0
#include "app/data_dir.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "app/database_watch.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("roster-data-" + std::to_string(getpid()));
    ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("an installation has one administrator, whose password it knows as a hash only") {
    Folder folder;
    REQUIRE(install({.data_dir = folder.path.string(),
                     .admin_user = "root"_uid,
                     .admin_password = "Plum-42"_secret}));
    const auto house = open_data_dir(folder.path.string());
    const auto db = house->database.connect(false);
    CHECK(db->text("SELECT uid FROM oc_group_user WHERE gid = 'admin'") == "root");
    CHECK(db->text("SELECT password FROM oc_users")->starts_with("3|$argon2id$v=19$m=65536,t=4"));
    struct stat status {};
    REQUIRE(stat(folder.path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK_THROWS_WITH((void)install({.data_dir = folder.path.string(),
                                     .admin_user = "x"_uid,
                                     .admin_password = "y"_secret}),
                      doctest::Contains("holds an installation already"));
}

TEST_CASE("a database that others may read is made private when it is opened") {
    Folder folder;
    REQUIRE(install({.data_dir = folder.path.string(),
                     .admin_user = "root"_uid,
                     .admin_password = "Plum-42"_secret}));
    const auto mode = [&] {
        struct stat status {};
        REQUIRE(stat((folder.path / "roster.db").c_str(), &status) == 0);
        return status.st_mode & 0777;
    };
    CHECK(mode() == 0600);
    REQUIRE(chmod((folder.path / "roster.db").c_str(), 0644) == 0);
    open_data_dir(folder.path.string());
    CHECK(mode() == 0600);
}

TEST_CASE("a folder without installation says how to make one") {
    CHECK_THROWS_WITH(open_data_dir("/nowhere/at/all"),
                      doctest::Contains("roster maintenance:install"));
}

TEST_CASE("a database that is missing is not made anew, and belongs back from the backup") {
    Folder folder;
    REQUIRE(install({.data_dir = folder.path.string(),
                     .admin_user = "root"_uid,
                     .admin_password = "Plum-42"_secret}));
    for (const char* beside : {"roster.db", "roster.db-wal", "roster.db-shm"})
        std::filesystem::remove(folder.path / beside);
    CHECK_THROWS_WITH(open_data_dir(folder.path.string()),
                      doctest::Contains("put it back from the backup"));
    const auto house = find_data_dir(folder.path.string());
    CHECK_THROWS_WITH(DatabaseWatch{*house}, doctest::Contains("put it back from the backup"));
    CHECK_FALSE(std::filesystem::exists(folder.path / "roster.db"));
}

TEST_CASE("a database without its config.json asks for that file, not for an installation") {
    Folder folder;
    const InstallOptions options{.data_dir = folder.path.string(),
                                 .admin_user = "root"_uid,
                                 .admin_password = "Plum-42"_secret};
    REQUIRE(install(options));
    std::filesystem::remove(folder.path / "config.json");
    const auto missing = doctest::Contains("config.json is missing");
    CHECK_THROWS_WITH(open_data_dir(folder.path.string()), missing);
    CHECK_THROWS_WITH((void)install(options), missing);
    CHECK_FALSE(std::filesystem::exists(folder.path / "config.json"));
}

TEST_CASE("an ephemeral installation has admin with the password admin") {
    const auto installation = make_ephemeral();
    House house = make_house(*installation);
    const auto db = installation->database.connect(true);
    const Response response =
        answer_at_once(house, *db,
                       {.method = "GET",
                        .target = "/ocs/v2.php/cloud/user",
                        .headers = {{"OCS-APIRequest", "true"},
                                    {"Host", "localhost"},
                                    {"Authorization", basic("admin", "admin")}},
                        .remote_address = "127.0.0.1"});
    CHECK(response.status == 200);
}

TEST_CASE("nothing is installed for an administrator whose uid breaks the rules for uids") {
    for (const char* uid : {"kim/x", "..", ".", " lead", "trail ", "ümlaut", "", " ", "a\nb",
                            ".htaccess", "roster.db", "roster.db-wal", "config.json"}) {
        CAPTURE(uid);
        Folder folder;
        const Result<Done> refused = install({.data_dir = folder.path.string(),
                                              .admin_user = Uid(uid),
                                              .admin_password = "Plum-Kettle-42"_secret});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::invalid_argument);
        CHECK(refused.error().field == "userid");
        CHECK_FALSE(std::filesystem::exists(folder.path));
    }
}

TEST_CASE("nothing is installed for an administrator whose home is taken or who has no password") {
    Folder folder;
    std::filesystem::create_directories(folder.path / "root");
    const auto error = [&](const char* uid, const std::string& password) {
        const Result<Done> refused = install({.data_dir = folder.path.string(),
                                              .admin_user = Uid(uid),
                                              .admin_password = Secret(password)});
        return refused ? "installed" : refused.error().message;
    };
    CHECK(error("root", "Plum-42") == "Login is invalid because files already exist for this user");
    CHECK(error("ben", " ") == "A valid password must be provided");
    CHECK(error("ben", std::string(470, 'p')) == "Invalid password value");
    CHECK_FALSE(std::filesystem::exists(folder.path / "config.json"));
    CHECK_FALSE(std::filesystem::exists(folder.path / "roster.db"));
}
