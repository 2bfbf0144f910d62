// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/copy.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <filesystem>
#include <map>

#include "storage/schema/schema.h"

using namespace roster::storage;

namespace {

namespace fs = std::filesystem;

struct Files {
    Files() {
        std::string name = (fs::temp_directory_path() / "roster-copy-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        source().install(0);
        const auto db = source().connect(true);
        for (int i = 0; i < 25; ++i)
            db->change("INSERT INTO oc_users (uid, displayname, password) VALUES (?, ?, 'x')",
                       fmt::format("user{}", i),
                       i % 2 ? std::optional<std::string>("N\u00e4me") : std::nullopt);
        for (int i = 0; i < 5; ++i)
            for (int j = 0; j < 7; ++j)
                db->change(
                    "INSERT INTO oc_preferences (userid, appid, configkey, configvalue) "
                    "VALUES (?, ?, 'k', ?)",
                    fmt::format("user{}", i), fmt::format("app{}", j), i * j);
        db->change(
            "INSERT INTO oc_authtoken (id, uid, token, password_invalid) "
            "VALUES (77, 'user1', 't', 1)");
        db->change(
            "INSERT INTO oc_ratelimit_entries (hash, delete_after) "
            "VALUES ('h', '2026-11-23 14:14:43')");
    }
    ~Files() { fs::remove_all(folder); }
    Files(const Files&) = delete;

    Database source() const { return Database::file(folder + "/source.db"); }
    Database target() const { return Database({.path = folder + "/target.db", .prefix = "nc_"}); }

    std::string folder;
};

std::int64_t rows_of(const Database& database, Sql sql) {
    return database.connect(false)->integer(sql);
}

}  // namespace

TEST_CASE("a copy has every row, whatever the size of the pieces and the prefix") {
    for (const std::int64_t chunk_rows : {1, 3, 5, 1000}) {
        CAPTURE(chunk_rows);
        const Files files;
        std::map<std::string, std::int64_t> seen;
        const CopyResult copied = copy_database(
            files.source(), files.target(),
            {.chunk_rows = chunk_rows,
             .progress = [&](const std::string& table, std::int64_t done, std::int64_t total) {
                 CHECK(done <= total);
                 seen[table] = done;
             }});
        CHECK(copied.tables == static_cast<std::int64_t>(known_tables(Engine::sqlite).size()));
        CHECK(seen["nc_users"] == 25);
        CHECK(seen["nc_preferences"] == 35);
        CHECK(seen["nc_webauthn"] == 0);
        CHECK(seen["roster_audit"] == 0);
        const Database target = files.target();
        for (const Sql sql : std::initializer_list<Sql>{
                 "SELECT COUNT(*) FROM oc_users WHERE displayname IS NULL",
                 "SELECT COUNT(*) FROM oc_users WHERE displayname = 'N\u00e4me'",
                 "SELECT SUM(configvalue) FROM oc_preferences",
                 "SELECT COUNT(DISTINCT userid || appid) FROM oc_preferences",
                 "SELECT id * 2 + password_invalid FROM oc_authtoken",
                 "SELECT COUNT(*) FROM oc_ratelimit_entries WHERE delete_after = "
                 "'2026-11-23 14:14:43'",
                 "SELECT COUNT(*) FROM oc_appconfig"}) {
            CAPTURE(sql.text());
            CHECK(rows_of(target, sql) == rows_of(files.source(), sql));
        }
        target.connect(true)->change("INSERT INTO oc_authtoken (uid, token) VALUES ('u', 'n')");
        CHECK(rows_of(target, "SELECT id FROM oc_authtoken WHERE token = 'n'") == 78);
    }
}

TEST_CASE("a database that has such tables already is left alone unless they may go") {
    const Files files;
    copy_database(files.source(), files.target(), {});
    files.target().connect(true)->change("DELETE FROM oc_users WHERE uid = 'user3'");
    CHECK_THROWS_WITH(copy_database(files.source(), files.target(), {}),
                      doctest::Contains("has a table nc_users already"));
    CHECK(rows_of(files.target(), "SELECT COUNT(*) FROM oc_users") == 24);
    copy_database(files.source(), files.target(), {.clear = true});
    CHECK(rows_of(files.target(), "SELECT COUNT(*) FROM oc_users") == 25);
}

TEST_CASE("a row that was changed or lost on the way fails the check") {
    for (const Sql damage : {Sql("UPDATE oc_users SET password = 'y' WHERE uid = 'user3'"),
                             Sql("DELETE FROM oc_users WHERE uid = 'user3'")}) {
        CAPTURE(damage.text());
        const Files files;
        const auto harm = [&](const std::string& table, std::int64_t, std::int64_t) {
            if (table == "roster_sessions") files.target().connect(true)->change(damage);
        };
        CHECK_THROWS_WITH(copy_database(files.source(), files.target(), {.progress = harm}),
                          doctest::Contains("the check of nc_users failed: 25 rows"));
    }
}

TEST_CASE("what is written meanwhile is not mixed into the copy") {
    const Files files;
    const auto write = [&](const std::string& table, std::int64_t, std::int64_t) {
        if (table == "nc_users") files.source().connect(true)->change("DELETE FROM oc_preferences");
    };
    copy_database(files.source(), files.target(), {.chunk_rows = 10, .progress = write});
    CHECK(rows_of(files.target(), "SELECT COUNT(*) FROM oc_preferences") == 35);
}
