// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace roster;

namespace {

const LogContext kContext{.request_id = "abcdefghij0123456789",
                          .remote_address = "127.0.0.1",
                          .user = "admin",
                          .method = "POST",
                          .url = "/ocs/v2.php/cloud/users?format=json",
                          .user_agent = "curl/8"};

std::string text_of(const std::filesystem::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a line has Nextcloud's members in their order") {
    CHECK(to_log_line({.level = LogLevel::info, .app = "ocs_api", .message = "Made ä/b"}, kContext,
                      1'795'443'283) ==
          "{\"reqId\":\"abcdefghij0123456789\",\"level\":1,\"time\":\"2026-11-23T14:14:43+00:00\","
          "\"remoteAddr\":\"127.0.0.1\",\"user\":\"admin\",\"app\":\"ocs_api\",\"method\":\"POST\","
          "\"url\":\"/ocs/v2.php/cloud/users?format=json\",\"message\":\"Made \\u00e4/b\","
          "\"userAgent\":\"curl/8\",\"version\":\"32.0.1.2\",\"data\":{\"app\":\"ocs_api\"}}\n");
}

TEST_CASE("nobody, no app and no data have their own words") {
    const std::string line = to_log_line({.message = "x"}, {}, 0);
    CHECK(
        line.find("\"user\":\"--\",\"app\":\"no app in context\",\"method\":\"\",\"url\":\"--\"") !=
        std::string::npos);
    CHECK(line.find("\"data\":[]}") != std::string::npos);
}

TEST_CASE("what was thrown stands in the place of the data") {
    const std::string line = to_log_line(
        {.message = "m", .exception = "E", .exception_message = "t", .exception_code = 7}, {}, 0);
    CHECK(line.find("\"exception\":{\"Exception\":\"E\",\"Message\":\"t\",\"Code\":7,") !=
          std::string::npos);
    CHECK(line.find("\"data\"") == std::string::npos);
}

TEST_CASE("the account is the one that was known when it happened") {
    CHECK(to_log_line({.message = "x", .user = ""}, kContext, 0).find("\"user\":\"--\"") !=
          std::string::npos);
    CHECK(to_log_line({.message = "x", .user = "ed"}, kContext, 0).find("\"user\":\"ed\"") !=
          std::string::npos);
}

namespace {

// A folder of its own for each test.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("roster-log-" + std::to_string(getpid()));
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const char* name) const { return (path / name).string(); }
};

}  // namespace

TEST_CASE("lines are appended, and to a new file once theirs was renamed") {
    const Folder folder;
    Log log;
    const LogFile file{.path = folder.file("x.log")};
    log.write(file, "one\n");
    log.write(file, "two\n");
    std::filesystem::rename(folder.file("x.log"), folder.file("x.log.1"));
    log.write(file, "three\n");
    log.reopen();
    log.write(file, "four\n");
    CHECK(text_of(folder.file("x.log.1")) == "one\ntwo\n");
    CHECK(text_of(folder.file("x.log")) == "three\nfour\n");
}

TEST_CASE("a log file that has its size is set aside before the next line") {
    const Folder folder;
    Log log, other;
    const LogFile file{.path = folder.file("x.log"), .rotate_size = 8};
    log.write(file, "one\n");
    other.write(file, "two\n");
    log.write(file, "three\n");
    other.write(file, "four\n");
    CHECK(text_of(folder.file("x.log.1")) == "one\ntwo\n");
    CHECK(text_of(folder.file("x.log")) == "three\nfour\n");
}

TEST_CASE("a log file is made with the mode that the settings name") {
    const Folder folder;
    Log log;
    log.write({.path = folder.file("x.log"), .mode = 0600}, "one\n");
    CHECK(std::filesystem::status(folder.file("x.log")).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
