// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/sqlite.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "storage/database.h"

using namespace roster::storage;
namespace fs = std::filesystem;

namespace {

// A database in a file, and its log.
struct Logged {
    fs::path folder = [] {
        std::string name = (fs::temp_directory_path() / "roster-sqlite-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        return fs::path(name);
    }();
    Database database = Database::file((folder / "roster.db").string());
    std::unique_ptr<Connection> writer;

    Logged() {
        Connection(open_sqlite((folder / "roster.db").string(), true, true), true)
            .run("CREATE TABLE pages (content BLOB)");
        writer = database.connect(true);
    }
    ~Logged() { fs::remove_all(folder); }
    Logged(const Logged&) = delete;

    void write_pages(int count) {
        writer->change(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO pages SELECT zeroblob(4000) FROM n",
            count);
    }
    // As a call that only reads.
    static std::int64_t count_pages(Connection& reader) {
        reader.open_call();
        const std::int64_t count = reader.integer("SELECT COUNT(*) FROM pages");
        reader.close_call(true);
        return count;
    }
    std::uintmax_t log_size() const { return fs::file_size(folder / "roster.db-wal"); }
    std::uintmax_t size() const { return fs::file_size(folder / "roster.db"); }
};

}  // namespace

TEST_CASE("when there is time the log is copied into the database, and a long one emptied") {
    constexpr std::uintmax_t kPage = 4096;
    Logged logged;
    logged.write_pages(500);
    logged.writer->copy_log();
    CHECK(logged.size() < 500 * kPage);
    logged.write_pages(1'000);
    logged.writer->copy_log();
    CHECK(logged.size() > 1'500 * kPage);
    CHECK(logged.log_size() > 1'500 * kPage);
    logged.write_pages(5'000);
    CHECK(logged.size() < 5'000 * kPage);
    logged.writer->copy_log();
    CHECK(logged.size() > 6'500 * kPage);
    CHECK(logged.log_size() == 0);
    CHECK(logged.writer->integer("SELECT COUNT(*) FROM pages") == 6'500);
}

TEST_CASE("a log that somebody reads from stays until they have done") {
    Logged logged;
    logged.write_pages(5'000);
    const auto reader = logged.database.connect(false);
    reader->open_call();
    REQUIRE(reader->integer("SELECT COUNT(*) FROM pages") == 5'000);
    logged.write_pages(5'000);
    logged.writer->copy_log();
    CHECK(logged.log_size() > 0);
    CHECK(reader->integer("SELECT COUNT(*) FROM pages") == 5'000);
    reader->close_call(true);
    logged.write_pages(5'000);
    logged.writer->copy_log();
    CHECK(logged.log_size() == 0);
}

TEST_CASE("a log that nobody has time for is copied before it grows without end") {
    constexpr std::uintmax_t kPage = 4096;
    Logged logged;
    for (int i = 0; i < 20; ++i)
        logged.write_pages(2'000);
    CHECK(logged.log_size() < 20'000 * kPage);
    CHECK(logged.size() > 20'000 * kPage);
}

TEST_CASE("a kept snapshot is used until somebody changes the database") {
    Logged logged;
    const auto reader = logged.database.connect(false);
    const auto other = logged.database.connect(true);
    reader->keep_snapshots();
    CHECK(logged.count_pages(*reader) == 0);
    for (int i = 1; i <= 30; ++i) {
        logged.write_pages(200);
        CHECK(logged.count_pages(*reader) == 200 * i);
        CHECK(logged.count_pages(*reader) == 200 * i);
        other->change("UPDATE pages SET content = 'x' WHERE rowid = 1");
        CHECK(reader->text("SELECT content FROM pages WHERE rowid = 1") == "x");
        if (i % 10 == 0) logged.writer->copy_log();
        if (i % 15 == 0) reader->end_snapshot();
    }
}

TEST_CASE("a kept snapshot is kept, and keeps the log, until it is ended") {
    Logged logged;
    const auto reader = logged.database.connect(false);
    reader->keep_snapshots();
    logged.write_pages(5'000);
    REQUIRE(logged.count_pages(*reader) == 5'000);
    logged.write_pages(5'000);
    logged.writer->copy_log();
    CHECK(logged.log_size() > 0);
    reader->end_snapshot();
    logged.write_pages(5'000);
    logged.writer->copy_log();
    CHECK(logged.log_size() == 0);
    CHECK(logged.count_pages(*reader) == 15'000);
}

namespace {

// What a statement fails for.
template <class Statement>
Trouble trouble_in(Statement statement) {
    try {
        statement();
    } catch (const DatabaseError& error) {
        return error.trouble;
    }
    return Trouble::none;
}

}  // namespace

TEST_CASE("what keeps a database from its work is told apart") {
    Logged logged;
    logged.writer->run("PRAGMA max_page_count=10");
    CHECK(trouble_in([&] { logged.write_pages(100); }) == Trouble::full);
    logged.writer->run("PRAGMA max_page_count=100000");
    logged.write_pages(10);
    CHECK(trouble_in([&] {
              open_sqlite((logged.folder / "roster.db").string(), false)->run("DELETE FROM pages");
          }) == Trouble::read_only);
    CHECK(trouble_in([&] { open_sqlite((logged.folder / "none.db").string(), true); }) ==
          Trouble::gone);
    CHECK(trouble_in([&] { open_sqlite(logged.folder.string(), true); }) == Trouble::failing);
    CHECK(trouble_in([&] { logged.writer->run("SELECT nothing"); }) == Trouble::none);
}

TEST_CASE("who meets a lock says so, and goes on once nobody holds it") {
    Logged logged;
    const std::string path = (logged.folder / "roster.db").string();
    Connection waiting(open_sqlite(path, true, false, std::chrono::milliseconds(1)), true);
    logged.writer->begin_batch();
    for (int i = 0; i < 2; ++i) {
        CHECK(trouble_in([&] { waiting.begin_batch(); }) == Trouble::locked);
        CHECK_FALSE(waiting.in_batch());
    }
    logged.writer->commit_batch();
    CHECK(trouble_in([&] { waiting.begin_batch(); }) == Trouble::none);
    waiting.commit_batch();
}

TEST_CASE("a file that is not in its place any more takes no changes, which would be lost") {
    Logged logged;
    logged.write_pages(1);
    CHECK(logged.writer->is_in_place());
    fs::rename(logged.folder / "roster.db", logged.folder / "moved.db");
    CHECK_FALSE(logged.writer->is_in_place());
    CHECK(trouble_in([&] { logged.writer->begin_batch(); }) == Trouble::gone);
    CHECK(logged.writer->integer("SELECT COUNT(*) FROM pages") == 1);
    fs::rename(logged.folder / "moved.db", logged.folder / "roster.db");
    CHECK(logged.writer->is_in_place());
    CHECK(trouble_in([&] { logged.writer->begin_batch(); }) == Trouble::none);
    logged.writer->commit_batch();
}

TEST_CASE("another file in the place of the database is of no use to who had the first one open") {
    Logged logged;
    logged.write_pages(1);
    const fs::path path = logged.folder / "roster.db", backup = logged.folder / "backup.db";
    logged.writer->run("VACUUM INTO '" + backup.string() + "'");
    fs::rename(backup, path);
    CHECK(trouble_in([&] { logged.writer->begin_batch(); }) == Trouble::gone);
}

TEST_CASE("a file that is not there is not made by who wants to use it") {
    const Logged logged;
    const fs::path path = logged.folder / "none.db";
    for (const bool writable : {false, true})
        CHECK_THROWS_WITH_AS(open_sqlite(path.string(), writable),
                             doctest::Contains("put it back from the backup"), DatabaseError);
    CHECK_THROWS_AS(Database::file(path.string()).add_own_tables(), DatabaseError);
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a file that is no database is not kept open") {
    const Logged logged;
    const fs::path path = logged.folder / "text.db";
    std::ofstream(path) << std::string(4096, 'x');
    CHECK_THROWS_WITH_AS(open_sqlite(path.string(), true), doctest::Contains("not a database"),
                         DatabaseError);
    for (const fs::directory_entry& open : fs::directory_iterator("/proc/self/fd")) {
        std::error_code none;  // The descriptor of this very list ends with it.
        CHECK(fs::read_symlink(open, none).filename() != path.filename());
    }
}

TEST_CASE("a database and its log are for their owner alone, whatever the umask is") {
    const mode_t before = umask(0);
    const Logged logged;
    umask(before);
    for (const char* name : {"roster.db", "roster.db-wal", "roster.db-shm"}) {
        CAPTURE(name);
        CHECK(fs::status(logged.folder / name).permissions() ==
              (fs::perms::owner_read | fs::perms::owner_write));
    }
}

TEST_CASE("a database without a log is read anew by each call") {
    const Database database = Database::memory();
    const auto writer = database.connect(true), reader = database.connect(false);
    reader->keep_snapshots();
    writer->run("CREATE TABLE pages (content BLOB)");
    for (int i = 0; i < 3; ++i) {
        CHECK(Logged::count_pages(*reader) == i);
        reader->end_snapshot();
        writer->change("INSERT INTO pages VALUES ('x')");
    }
}

TEST_CASE("who waits a second for a lock is told of it once") {
    static std::atomic<int> told = 0;
    Logged logged;
    const std::string path = (logged.folder / "roster.db").string();
    const auto waited_for = [&](std::chrono::milliseconds patience) {
        Connection waiting(open_sqlite(path, true, false, patience), true);
        const auto begin = std::chrono::steady_clock::now();
        CHECK_THROWS_AS(waiting.begin_batch(), DatabaseError);
        return std::chrono::steady_clock::now() - begin;
    };
    logged.writer->begin_batch();
    set_lock_notice([] { ++told; });
    CHECK(waited_for(std::chrono::milliseconds(300)) < std::chrono::milliseconds(900));
    CHECK(told == 0);
    CHECK(waited_for(std::chrono::milliseconds(1400)) >= std::chrono::milliseconds(1400));
    CHECK(told == 1);
    waited_for(std::chrono::milliseconds(1200));
    CHECK(told == 1);
    set_lock_notice(nullptr);
    logged.writer->abandon_batch();
}
