// SPDX-License-Identifier: Apache-2.0
#include "app/program.h"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "app/data_dir.h"
#include "support/names.h"

using namespace roster;

namespace {

std::string shown(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    hide_secrets(static_cast<int>(pointers.size()), pointers.data());
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

// A data directory in which nobody may write but root, who does not run this program any more.
struct Locked {
    std::string folder = [] {
        std::string name = (std::filesystem::temp_directory_path() / "roster-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        return name;
    }();
    std::unique_ptr<storage::Connection> open{};  // as that of a server

    explicit Locked(bool is_served) {
        REQUIRE(install({.data_dir = folder,
                         .admin_user = "root"_uid,
                         .admin_password = "Plum-Kettle-42"_secret}));
        if (is_served) open = open_data_dir(folder)->database.connect(true);
        for (const auto& file : std::filesystem::directory_iterator(folder))
            REQUIRE(chmod(file.path().c_str(), 0444) == 0);
        REQUIRE(chmod(folder.c_str(), 0555) == 0);
        constexpr uid_t kNobody = 65534;
        if (geteuid() == 0) REQUIRE(seteuid(kNobody) == 0);
    }
    ~Locked() {
        CHECK(seteuid(getuid()) == 0);
        CHECK(chmod(folder.c_str(), 0755) == 0);
        std::filesystem::remove_all(folder);
    }
    Locked(const Locked&) = delete;
};

// What a run of the program writes as its error, without the breaks of its lines.
std::string error_of(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    std::ostringstream text;
    std::streambuf* const before = std::cerr.rdbuf(text.rdbuf());
    CHECK(run_program(static_cast<int>(words.size()), pointers.data()) == 1);
    std::cerr.rdbuf(before);
    std::string error = text.str();
    std::erase_if(error, [](char byte) { return byte == ' ' || byte == '\n'; });
    return error;
}

}  // namespace

TEST_CASE("a command of a user who may not write to the files says who has to be able to") {
    for (const bool is_served : {true, false}) {
        CAPTURE(is_served);
        const Locked locked(is_served);
        const std::string error =
            error_of({"roster", "--data-dir", locked.folder, "user:disable", "root"});
        CHECK(error.find("Thedatabasecannotbewritten:") != std::string::npos);
        CHECK(error.find(fmt::format("chown-R{}{}", geteuid(), locked.folder)) !=
              std::string::npos);
    }
}

TEST_CASE("a list of processes shows no passwords of the command line") {
    CHECK(shown({"roster", "maintenance:install", "--admin-user=ben", "--admin-pass=Plum"}) ==
          "roster maintenance:install --admin-user=ben --admin-pass=****");
    CHECK(shown({"roster", "maintenance:install", "--admin-pass", "Plum", "--data-dir", "d"}) ==
          "roster maintenance:install --admin-pass **** --data-dir d");
    CHECK(shown({"roster", "config:system:set", "mail_smtppassword", "--value", "Plum"}) ==
          "roster config:system:set mail_smtppassword --value ****");
    CHECK(shown({"roster", "user:setting", "ben", "mail", "smtp_password", "Plum"}) ==
          "roster user:setting ben mail smtp_password ****");
    CHECK(shown({"roster", "user:resetpassword", "ben"}) == "roster user:resetpassword ben");
    CHECK(shown({"roster", "config:system:set", "loglevel", "--value", "1"}) ==
          "roster config:system:set loglevel --value 1");
    CHECK(shown({"roster", "attach", "--set", "dbpassword=Plum", "--set", "dbhost=db"}) ==
          "roster attach --set dbpassword=**** --set dbhost=db");
    CHECK(shown({"roster", "attach", "--set=dbpassword=a=b", "--set=dbhost=x"}) ==
          "roster attach --set=dbpassword=*** --set=dbhost=x");
    CHECK(shown({"roster", "user:add", "--password-from-env", "ben"}) ==
          "roster user:add --password-from-env ben");
}
