// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/mariadb.h"

#include <errmsg.h>
#include <fmt/core.h>
#include <mysql.h>
#include <mysqld_error.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "storage/drivers/mariadb_errors.h"

namespace roster::storage {

namespace {

constexpr Dialect kMariadb{.engine = Engine::mariadb,
                           .name = "mariadb",
                           .folding = " COLLATE utf8mb4_general_ci",
                           // The tables' own collation treats 'a' and 'a ' as equal. A collation
                           // that does not would have to belong to their character set, which is
                           // utf8mb3 in some old Nextclouds.
                           .exactness = "BINARY ",
                           .sharing = " LOCK IN SHARE MODE",
                           .one_writer = false,
                           .checks_lengths = true,
                           .checks_utf8 = true};

constexpr unsigned kConnectTimeoutS = 2;
// Longer than any of our statements takes; a server that is silent for so long is considered lost.
constexpr unsigned kSilenceTimeoutS = 30;
// After five seconds of waiting for a lock a call gives up, and is run again.
constexpr const char* kSession =
    "SET SESSION autocommit=1, tx_isolation='READ-COMMITTED', innodb_lock_wait_timeout=5,"
    " sql_mode='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

constexpr std::size_t kLongestNumber = 32;

class MariadbDriver;

class MariadbStatement final : public Statement {
  public:
    MariadbStatement(MariadbDriver& driver, std::string_view sql) : driver_(driver), sql_(sql) {}
    ~MariadbStatement() override;
    MariadbStatement(const MariadbStatement&) = delete;

    void bind(int index, std::int64_t value) override {
        const std::size_t place = grow(index);
        numbers_[place] = value;
        parameters_[place].buffer_type = MYSQL_TYPE_LONGLONG;
    }
    // The bytes are not copied: callers keep their arguments alive until the reset.
    void bind(int index, std::string_view value) override {
        MYSQL_BIND& parameter = parameters_[grow(index)];
        parameter.buffer_type = MYSQL_TYPE_STRING;
        parameter.buffer = const_cast<char*>(value.data() ? value.data() : "");
        parameter.buffer_length = value.size();
    }
    void bind_null(int index) override { parameters_[grow(index)].buffer_type = MYSQL_TYPE_NULL; }
    bool step() override;
    bool is_null(int column) const override { return columns_[at(column)].null != 0; }
    std::int64_t integer(int column) const override {
        const std::string_view written = text(column);
        std::int64_t value = 0;
        std::from_chars(written.data(), written.data() + written.size(), value);
        return value;
    }
    std::string_view text(int column) const override {
        const Column& value = columns_[at(column)];
        return value.null ? std::string_view() : std::string_view(value.bytes.data(), value.length);
    }
    std::int64_t changes() const override {
        return static_cast<std::int64_t>(mysql_stmt_affected_rows(statement_));
    }
    void reset() override {
        if (stored_) mysql_stmt_free_result(statement_);
        stored_ = executed_ = false;
    }

  private:
    struct Column {
        std::vector<char> bytes{};
        unsigned long length = 0;
        my_bool null = 0;
    };

    static std::size_t at(int column) { return static_cast<std::size_t>(column); }
    std::size_t grow(int index) {
        const std::size_t place = at(index - 1);
        if (place >= parameters_.size()) {
            parameters_.resize(place + 1);
            numbers_.resize(place + 1);
        }
        parameters_[place] = MYSQL_BIND{};
        return place;
    }
    void prepare();
    void execute();
    void make_room();
    [[noreturn]] void fail();

    MariadbDriver& driver_;
    const std::string sql_;
    MYSQL_STMT* statement_ = nullptr;
    std::int64_t prepared_on_ = -1;  // the driver's number of the connection
    std::vector<MYSQL_BIND> parameters_{};
    std::vector<std::int64_t> numbers_{};
    std::vector<MYSQL_BIND> results_{};
    std::vector<Column> columns_{};
    bool executed_ = false, stored_ = false;
};

class MariadbDriver final : public Driver {
  public:
    explicit MariadbDriver(ConnectionSettings location) : location_(std::move(location)) {}
    ~MariadbDriver() override { close(); }
    MariadbDriver(const MariadbDriver&) = delete;

    std::unique_ptr<Statement> prepare(std::string_view sql) override {
        return std::make_unique<MariadbStatement>(*this, sql);
    }
    void run(const std::string& sql) override {
        if (mysql_real_query(handle(), sql.data(), sql.size()) != 0) fail(sql);
        mysql_free_result(mysql_store_result(handle_));
        if (mysql_errno(handle_) != 0) fail(sql);
    }
    void begin_read() override {
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        in_transaction_ = true;
    }
    // On a cluster node, a statement outside of a transaction waits for what others have committed.
    bool reads_together() override {
        handle();
        return in_cluster_;
    }
    bool locks_reach_everybody() override {
        handle();
        return !in_cluster_;
    }
    void begin_write() override {
        run("START TRANSACTION");
        in_transaction_ = true;
    }
    void commit() override {
        if (!in_transaction_) return;
        MYSQL* handle = this->handle();
        in_transaction_ = false;
        if (mysql_commit(handle) == 0) return;
        const unsigned code = mysql_errno(handle);
        fail("COMMIT", code, mysql_error(handle), !mariadb::is_conflict(code));
    }
    void rollback() override {
        if (!in_transaction_) return;
        in_transaction_ = undone_ = false;
        if (handle_) run("ROLLBACK");
    }
    const Dialect& dialect() const override { return kMariadb; }

    // The connection, reopened where that loses nothing.
    MYSQL* handle() {
        if (!handle_ && in_transaction_)
            throw ConnectionLost("MariaDB: the connection was lost in a transaction");
        // Otherwise the following statements would run outside of the transaction, and take effect
        // at once.
        if (undone_) throw Conflict("MariaDB: the transaction was undone");
        if (!handle_) connect();
        return handle_;
    }
    // The number of the connection, ascending; -1 before the first.
    std::int64_t connection() const { return connection_; }

    [[noreturn]] void fail(std::string_view doing) {
        fail(doing, mysql_errno(handle_), mysql_error(handle_));
    }
    [[noreturn]] void fail(std::string_view doing, unsigned code, std::string_view reason,
                           bool during_commit = false) {
        const std::string message = fmt::format("MariaDB, {}: {} ({})", doing, reason, code);
        const Trouble trouble = mariadb::trouble_of(code, reason);
        if (in_transaction_ && mariadb::undoes_transaction(code)) undone_ = true;
        if (mariadb::ends_connection(code) || during_commit) {
            close();
            throw ConnectionLost(message, during_commit, trouble);
        }
        if (mariadb::is_conflict(code)) throw Conflict(message, trouble);
        throw DatabaseError(message, trouble);
    }

    // Whether a working server rejected the last attempt to connect.
    bool turned_away() const { return turned_away_; }

  private:
    [[noreturn]] void fail_connecting(const std::string& host) {
        turned_away_ = !mariadb::ends_connection(mysql_errno(handle_));
        fail(fmt::format("connecting to {}", host), CR_CONNECTION_ERROR, mysql_error(handle_));
    }
    void close() {
        if (handle_) mysql_close(handle_);
        handle_ = nullptr;
    }
    void connect();
    void connect_to(const DatabaseHost& host);
    void prepare_session();

    const ConnectionSettings location_;
    MYSQL* handle_ = nullptr;
    std::int64_t connection_ = -1;
    bool in_transaction_ = false;
    bool undone_ = false;  // the server has rolled the transaction back
    bool in_cluster_ = false;
    bool turned_away_ = false;
};

void MariadbDriver::connect() {
    for (std::size_t i = 0; i < location_.hosts.size(); ++i) {
        try {
            connect_to(location_.hosts[i]);
            prepare_session();
            return;
        } catch (const DatabaseError&) {
            close();
            if (i + 1 == location_.hosts.size()) throw;
        }
    }
}

void MariadbDriver::connect_to(const DatabaseHost& host) {
    handle_ = mysql_init(nullptr);
    if (!handle_) throw std::bad_alloc();
    ++connection_;
    const DatabaseTls& tls = location_.tls;
    const my_bool off = 0;
    const my_bool verify = tls.verify_server && !tls.authority_file.empty();
    mysql_optionsv(handle_, MYSQL_OPT_CONNECT_TIMEOUT, &kConnectTimeoutS);
    mysql_optionsv(handle_, MYSQL_OPT_READ_TIMEOUT, &kSilenceTimeoutS);
    mysql_optionsv(handle_, MYSQL_OPT_WRITE_TIMEOUT, &kSilenceTimeoutS);
    mysql_optionsv(handle_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_optionsv(handle_, MYSQL_OPT_LOCAL_INFILE, &off);
    if (!tls.authority_file.empty() || !tls.certificate_file.empty())
        mysql_ssl_set(handle_, tls.key_file.c_str(), tls.certificate_file.c_str(),
                      tls.authority_file.c_str(), nullptr, nullptr);
    mysql_optionsv(handle_, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    const bool by_socket = !host.socket.empty();
    // An UPDATE counts all rows that it found, changed or not.
    if (!mysql_real_connect(handle_, by_socket ? nullptr : host.name.c_str(),
                            location_.user.c_str(), location_.password.c_str(),
                            location_.name.empty() ? nullptr : location_.name.c_str(), host.port,
                            by_socket ? host.socket.c_str() : nullptr, CLIENT_FOUND_ROWS))
        fail_connecting(by_socket ? host.socket : host.name);
}

// A Galera node must be in contact with the others, and must show what they committed.
void MariadbDriver::prepare_session() {
    run(kSession);
    MariadbStatement node(*this, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'");
    MariadbStatement cluster(*this, "SELECT @@wsrep_on");
    in_cluster_ = cluster.step() && cluster.integer(0) != 0;
    if (!in_cluster_) return;
    if (node.step() && node.text(1) != "ON")
        fail("connecting", mariadb::kUnknownCommand, "this node is not in touch with its cluster");
    run("SET SESSION wsrep_sync_wait=1");
}

MariadbStatement::~MariadbStatement() {
    if (statement_) mysql_stmt_close(statement_);
}

void MariadbStatement::prepare() {
    MYSQL* handle = driver_.handle();
    if (prepared_on_ == driver_.connection()) return;
    if (statement_) mysql_stmt_close(statement_);
    statement_ = mysql_stmt_init(handle);
    if (!statement_) throw std::bad_alloc();
    const my_bool on = 1;
    mysql_stmt_attr_set(statement_, STMT_ATTR_UPDATE_MAX_LENGTH, &on);
    if (mysql_stmt_prepare(statement_, sql_.data(), sql_.size()) != 0) fail();
    prepared_on_ = driver_.connection();
}

void MariadbStatement::execute() {
    prepare();
    for (std::size_t i = 0; i < parameters_.size(); ++i)
        if (parameters_[i].buffer_type == MYSQL_TYPE_LONGLONG) parameters_[i].buffer = &numbers_[i];
    if (!parameters_.empty() && mysql_stmt_bind_param(statement_, parameters_.data()) != 0) fail();
    if (mysql_stmt_execute(statement_) != 0) fail();
    executed_ = true;
    if (mysql_stmt_field_count(statement_) == 0) return;
    if (mysql_stmt_store_result(statement_) != 0) fail();
    stored_ = true;
    make_room();
}

// Buffers for the longest value of each column. All values are fetched as text, numbers too.
void MariadbStatement::make_room() {
    const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> described(
        mysql_stmt_result_metadata(statement_), mysql_free_result);
    const MYSQL_FIELD* fields = mysql_fetch_fields(described.get());
    columns_.resize(mysql_stmt_field_count(statement_));
    results_.assign(columns_.size(), MYSQL_BIND{});
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        column.bytes.resize(std::max<std::size_t>(fields[i].max_length, kLongestNumber));
        results_[i].buffer_type = MYSQL_TYPE_STRING;
        results_[i].buffer = column.bytes.data();
        results_[i].buffer_length = column.bytes.size();
        results_[i].length = &column.length;
        results_[i].is_null = &column.null;
    }
    if (mysql_stmt_bind_result(statement_, results_.data()) != 0) fail();
}

bool MariadbStatement::step() {
    if (!executed_) execute();
    if (!stored_) return false;
    const int status = mysql_stmt_fetch(statement_);
    if (status == 1) fail();
    return status != MYSQL_NO_DATA;
}

void MariadbStatement::fail() {
    driver_.fail(sql_, mysql_stmt_errno(statement_), mysql_stmt_error(statement_));
}

}  // namespace

std::unique_ptr<Driver> open_mariadb(const ConnectionSettings& location) {
    return std::make_unique<MariadbDriver>(location);
}

bool mariadb_turns_away(const ConnectionSettings& location) {
    MariadbDriver driver(location);
    try {
        driver.handle();
        return false;
    } catch (const DatabaseError&) {
        return driver.turned_away();
    }
}

void create_mariadb_database(const ConnectionSettings& location) {
    ConnectionSettings server = location;
    server.name.clear();
    std::string name;
    for (const char c : location.name)
        name += c == '`' ? "``" : std::string(1, c);
    MariadbDriver(server).run(fmt::format(
        "CREATE DATABASE IF NOT EXISTS `{}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", name));
}

}  // namespace roster::storage
