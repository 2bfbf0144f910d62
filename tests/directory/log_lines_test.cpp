// SPDX-License-Identifier: Apache-2.0
#include "directory/log_lines.h"

#include <doctest/doctest.h>

#include "base/json/json.h"

using namespace roster;

namespace {

Settings settings(const char* json) {
    return Settings(*parse_json(json)->array());
}

const LogEntry kInfo{.level = LogLevel::info, .app = "ocs_api", .message = "Made ben"};
const LogEntry kAudit{.level = LogLevel::info, .app = "admin_audit", .message = "Made ben"};
const LogEntry kWarning{.level = LogLevel::warning, .app = "core", .message = "Failed"};
const LogEntry kFatal{.level = LogLevel::fatal, .message = "Dead"};

}  // namespace

TEST_CASE("lines from the level of the settings on are written, warnings where they are silent") {
    CHECK_FALSE(is_wanted(kInfo, {}, settings("{}")));
    CHECK(is_wanted(kWarning, {}, settings("{}")));
    CHECK(is_wanted(kInfo, {}, settings(R"({"loglevel":1})")));
    CHECK_FALSE(is_wanted(kWarning, {}, settings(R"({"loglevel":3})")));
    CHECK(is_wanted(kFatal, {}, settings(R"({"loglevel":9})")));
}

TEST_CASE("a condition has everything written for an app, an account or who knows its secret") {
    const Settings apps = settings(R"({"log.condition":{"apps":["admin_audit"]}})");
    CHECK(is_wanted(kAudit, {}, apps));
    CHECK_FALSE(is_wanted(kInfo, {}, apps));
    const Settings users = settings(R"({"log.condition":{"users":["ben"]}})");
    CHECK(is_wanted(kInfo, {.user = "ben"}, users));
    CHECK_FALSE(is_wanted(kInfo, {.user = "zoe"}, users));
    CHECK_FALSE(is_wanted(kInfo, {}, users));
    const Settings secret = settings(R"({"log.condition":{"shared_secret":"57b5"}})");
    CHECK(is_wanted(kInfo, {.log_secret = "57b5"}, secret));
    CHECK_FALSE(is_wanted(kInfo, {.log_secret = "57b6"}, secret));
    CHECK_FALSE(is_wanted(kInfo, {}, secret));
}

TEST_CASE("of a condition's matches the first that fits in all it names sets the level") {
    const Settings some =
        settings(R"({"loglevel":3,"log.condition":{"matches":[{"users":["ben"],"apps":["core"],)"
                 R"("loglevel":2},{"message":"Made","apps":["ocs_api"]}]}})");
    CHECK(is_wanted(kWarning, {.user = "ben"}, some));
    CHECK_FALSE(is_wanted(kWarning, {.user = "zoe"}, some));
    CHECK(is_wanted(kInfo, {}, some));
    CHECK_FALSE(is_wanted(kAudit, {}, some));
}

TEST_CASE("files are in the data directory unless the settings name others") {
    CHECK(log_file("core", settings("{}"), "/data").path == "/data/nextcloud.log");
    CHECK(log_file("admin_audit", settings("{}"), "/data").path == "/data/audit.log");
    CHECK(log_file("core", settings(R"({"logfile":"/var/log/r.log"})"), "/data").path ==
          "/var/log/r.log");
    CHECK(log_file("admin_audit", settings(R"({"logfile_audit":"a.log"})"), "/data").path ==
          "/data/a.log");
    CHECK(log_file("core", settings("{}"), "").path.empty());
    CHECK(log_file("core", settings("{}"), "/data").rotate_size == 104'857'600);
    CHECK(log_file("core", settings(R"({"log_rotate_size":0})"), "/data").rotate_size == 0);
    CHECK(log_file("core", settings(R"({"logfilemode":384})"), "/data").mode == 0600);
}
