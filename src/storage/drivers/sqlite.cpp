// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/sqlite.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

namespace roster::storage {

namespace {

// The timeout after one full timeout, until the lock was free once.
constexpr int kBriefTimeoutMs = 50;
// SQLite takes memory for cursors and small texts from this stock of its own.
constexpr int kLookasideBytes = 1024, kLookasideSlots = 128;
// In pages of the WAL. Under load it is checkpointed only at the maximum, so that pages which were
// written repeatedly are copied once. In idle time it is checkpointed earlier, and a long one is
// truncated.
constexpr int kMostOfLog = 12'000, kLongLog = 4'000, kSomeOfLog = 1'000;
constexpr Dialect kSqlite{.engine = Engine::sqlite, .name = "sqlite", .written_order = "rowid"};

// Otherwise every allocation takes a lock that all threads share, to count bytes that nobody reads.
[[maybe_unused]] const int kUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
// The journals of savepoints stay in memory. SQLite's default limit is 64 KiB; a new user with a
// profile and groups needs more, and the rest went to a file, page by page: 136 writes a call
// instead of 14. (A limit of 128 KiB or more does not work: SQLite 3.40 then writes everything at
// once.)
[[maybe_unused]] const int kInMemory = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);

Trouble trouble_of(int code) {
    switch (code & 0xFF) {  // The other bits hold the details.
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Trouble::locked;
        case SQLITE_FULL:
            return Trouble::full;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Trouble::read_only;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return Trouble::failing;
        default:
            return Trouble::none;
    }
}

[[noreturn]] void fail(sqlite3* handle, std::string_view doing) {
    throw DatabaseError(fmt::format("SQLite, {}: {}", doing, sqlite3_errmsg(handle)),
                        trouble_of(sqlite3_errcode(handle)));
}

std::atomic<void (*)()> lock_notice = nullptr;

void tell_of_lock() {
    if (void (*const notice)() = lock_notice.exchange(nullptr)) notice();
}

// The file contains password hashes, so only its owner may read it, whatever the umask is. SQLite
// gives the files beside it the same mode.
void create_private(const std::string& path) {
    constexpr mode_t kOwnerOnly = 0600;
    if (path.starts_with("file:")) return;
    const int made = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, kOwnerOnly);
    if (made >= 0) close(made);
}

bool is_missing(const std::string& path) {
    return access(path.c_str(), F_OK) != 0 && errno == ENOENT;
}

class SqliteStatement final : public Statement {
  public:
    SqliteStatement(sqlite3* handle, std::string_view sql) : handle_(handle) {
        const int code = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
        if (code != SQLITE_OK) fail(handle, fmt::format("preparing \"{}\"", sql));
    }
    ~SqliteStatement() override { sqlite3_finalize(statement_); }
    SqliteStatement(const SqliteStatement&) = delete;

    void bind(int index, std::int64_t value) override {
        if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) fail(handle_, "binding");
    }
    // The bytes are not copied: callers keep their arguments alive until the reset.
    void bind(int index, std::string_view value) override {
        const char* bytes = value.data() ? value.data() : "";
        if (sqlite3_bind_text64(statement_, index, bytes, value.size(), SQLITE_STATIC,
                                SQLITE_UTF8) != SQLITE_OK)
            fail(handle_, "binding");
    }
    void bind_null(int index) override { sqlite3_bind_null(statement_, index); }

    bool step() override {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        fail(handle_, sqlite3_sql(statement_));
    }
    bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    std::string_view text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (!bytes) return {};
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    std::int64_t changes() const override { return sqlite3_changes64(handle_); }
    void reset() override {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

  private:
    sqlite3* handle_;
    sqlite3_stmt* statement_ = nullptr;
};

// The header of the WAL index. SQLite rewrites it at every commit, of every process: as long as it
// is unchanged, so is the database. Its format is documented (sqlite.org/walformat.html), and is
// only compared here.
class LogHead {
  public:
    using Value = std::array<std::uint64_t, 6>;

    // For a connection in WAL mode: the memory that SQLite maps for the index while the connection
    // is open.
    explicit LogHead(sqlite3* handle) {
        constexpr int kIndexPage = 32 * 1024;
        sqlite3_file* file = nullptr;
        void volatile* memory = nullptr;
        if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
            file->pMethods && file->pMethods->iVersion >= 2 && file->pMethods->xShmMap &&
            file->pMethods->xShmMap(file, 0, kIndexPage, 0, &memory) == SQLITE_OK)
            head_ = static_cast<std::uint64_t*>(const_cast<void*>(memory));
    }

    // Nothing when that memory is unavailable. A half-written header equals neither the old one nor
    // the new one.
    std::optional<Value> read() const {
        if (!head_) return std::nullopt;
        Value value{};
        for (std::size_t i = 0; i < value.size(); ++i)
            value[i] = std::atomic_ref(head_[i]).load(std::memory_order_acquire);
        return value;
    }

  private:
    std::uint64_t* head_ = nullptr;
};

class SqliteDriver final : public Driver {
  public:
    SqliteDriver(const std::string& path, bool writable, bool create, int patience_ms)
        : patience_ms_(patience_ms), waits_ms_(patience_ms) {
        // A connection is used by one thread at a time, so SQLite's own mutexes are not needed.
        int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE;
        if (create) {
            flags |= SQLITE_OPEN_CREATE;
            create_private(path);
        }
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
        handle_.reset(opened);
        if (code != SQLITE_OK) {
            const std::string reason = opened ? sqlite3_errmsg(opened) : "out of memory";
            const Trouble trouble = trouble_of(sqlite3_errcode(opened));
            if (is_missing(path))
                throw DatabaseError(fmt::format("the file of the database, {}, is not there: put "
                                                "it back from the backup",
                                                path),
                                    Trouble::gone);
            throw DatabaseError(fmt::format("cannot open the database {}: {}", path, reason),
                                trouble);
        }
        sqlite3_busy_handler(handle_.get(), wait_for_lock, this);
        sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_LOOKASIDE, nullptr, kLookasideBytes,
                          kLookasideSlots);
        // Otherwise a pattern bound to LIKE makes SQLite recompile the statement each time.
        sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        sqlite3_wal_hook(handle_.get(), note_log, this);
        run(writable ? "PRAGMA cache_size=-16384" : "PRAGMA cache_size=-32768");  // KiB
        if (!writable) run("PRAGMA query_only=1");
        begin_read_ = prepare("BEGIN");
        begin_write_ = prepare("BEGIN IMMEDIATE");
        commit_ = prepare("COMMIT");
        rollback_ = prepare("ROLLBACK");
        data_version_ = prepare("PRAGMA data_version");
        if (!writable && has_log()) log_head_.emplace(handle_.get());
    }
    SqliteDriver(const SqliteDriver&) = delete;

    std::unique_ptr<Statement> prepare(std::string_view sql) override {
        return std::make_unique<SqliteStatement>(handle_.get(), sql);
    }
    void run(const std::string& sql) override { run(sql.c_str()); }
    // The snapshot is taken after this, so it is not older than the header that was read before.
    void begin_read() override {
        if (log_head_) head_at_begin_ = log_head_->read();
        once(*begin_read_);
    }
    bool is_current() override { return head_at_begin_ && log_head_->read() == head_at_begin_; }
    bool reads_together() override { return true; }
    void begin_write() override {
        if (!is_in_place())
            throw DatabaseError("SQLite: the file of the database is not in its place any more",
                                Trouble::gone);
        waits_ms_ = locked_out_ ? kBriefTimeoutMs : patience_ms_;
        locked_out_ = true;
        once(*begin_write_);
        locked_out_ = false;
    }
    bool is_in_place() override {
        int moved = 0;
        return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) !=
                   SQLITE_OK ||
               moved == 0;
    }
    void commit() override { once(*commit_); }
    void rollback() override {
        // Some errors, such as a full disk, have rolled back already.
        if (!sqlite3_get_autocommit(handle_.get())) once(*rollback_);
    }
    // Reading it also takes the snapshot, so that it describes what will be read.
    std::optional<std::int64_t> data_version() override {
        const Reset reset{*data_version_};
        data_version_->step();
        return data_version_->integer(0);
    }
    void copy_log() override {
        if (log_pages_ < kSomeOfLog) return;
        const bool was_long = log_pages_ >= kLongLog;
        log_pages_ = 0;
        // Another connection may be checkpointing or reading; do not wait for it, try again later.
        waits_ms_ = 0;
        sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr);
        if (was_long)
            sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                      nullptr);
        waits_ms_ = patience_ms_;
    }
    const Dialect& dialect() const override { return kSqlite; }

  private:
    // Called after each commit of this connection.
    static int note_log(void* driver, sqlite3* handle, const char* database, int pages) {
        static_cast<SqliteDriver*>(driver)->log_pages_ = pages;
        if (pages >= kMostOfLog)
            sqlite3_wal_checkpoint_v2(handle, database, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                      nullptr);
        return SQLITE_OK;
    }

    // SQLite calls it whenever it finds a lock, with the number of calls for this one; 0 gives up.
    // It waits longer each time, as SQLite's own handler does, which reports nothing.
    static int wait_for_lock(void* driver, int times) {
        using std::chrono::milliseconds;
        constexpr int kPausesMs[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
        constexpr milliseconds kTellingAfter{1000};
        auto& self = *static_cast<SqliteDriver*>(driver);
        const auto now = std::chrono::steady_clock::now();
        if (times == 0) self.waits_since_ = now;
        const auto waited = std::chrono::duration_cast<milliseconds>(now - self.waits_since_);
        const milliseconds left = milliseconds(self.waits_ms_) - waited;
        if (left <= milliseconds(0)) return 0;
        if (waited >= kTellingAfter) tell_of_lock();
        const auto pause =
            std::min<std::size_t>(static_cast<std::size_t>(times), std::size(kPausesMs) - 1);
        std::this_thread::sleep_for(std::min(milliseconds(kPausesMs[pause]), left));
        return 1;
    }

    struct Reset {
        Statement& statement;
        ~Reset() { statement.reset(); }
    };

    // A database in memory has no WAL.
    bool has_log() {
        const std::unique_ptr<Statement> mode = prepare("PRAGMA journal_mode");
        return mode->step() && mode->text(0) == "wal";
    }
    void run(const char* sql) {
        if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(handle_.get(), sql);
    }
    static void once(Statement& statement) {
        const Reset reset{statement};
        statement.step();
    }

    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };

    const int patience_ms_;
    int waits_ms_;  // for a lock
    std::chrono::steady_clock::time_point waits_since_{};
    int log_pages_ = 0;        // after the last commit
    bool locked_out_ = false;  // another program held the lock when writing was to begin
    std::optional<LogHead> log_head_{};
    std::optional<LogHead::Value> head_at_begin_{};
    // Closed when the statements are gone and all above is there still; closed also where opening
    // fails halfway.
    std::unique_ptr<sqlite3, Close> handle_{};
    std::unique_ptr<Statement> begin_read_, begin_write_, commit_, rollback_, data_version_;
};

}  // namespace

void set_lock_notice(void (*notice)()) {
    lock_notice = notice;
}

std::unique_ptr<Driver> open_sqlite(const std::string& path, bool writable, bool create,
                                    std::chrono::milliseconds patience) {
    return std::make_unique<SqliteDriver>(path, writable, create,
                                          static_cast<int>(patience.count()));
}

}  // namespace roster::storage
