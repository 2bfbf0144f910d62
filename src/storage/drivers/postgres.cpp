// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/postgres.h"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "storage/drivers/postgres_errors.h"

namespace roster::storage {

namespace {

constexpr Dialect kPostgres{.engine = Engine::postgres,
                            .name = "postgres",
                            .written_order = "ctid",
                            .sharing = " FOR KEY SHARE",
                            .one_writer = false,
                            .checks_lengths = true,
                            .checks_utf8 = true,
                            .stores_nul = false,
                            .fails_over_bad_gids = true};

// Fixed ids from the catalogue pg_type.
constexpr Oid kBool = 16, kText = 25, kVarchar = 1043;

constexpr const char* kConnectTimeoutS = "2";
// A call that waits so long for a lock gives up, and is run again.
constexpr const char* kSessionOptions =
    R"(-c lock_timeout=5s -c default_transaction_isolation=read\ committed)";

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, FreeResult>;

bool is_storable(std::string_view text) {
    return is_utf8(text) && text.find('\0') == text.npos;
}

// The statement with each `?` outside of literals replaced by PostgreSQL's numbered parameters.
struct Numbered {
    explicit Numbered(std::string_view sql) {
        bool quoted = false;
        for (const char c : sql) {
            if (c == '\'') quoted = !quoted;
            if (c == '?' && !quoted)
                text += fmt::format("${}", ++count);
            else
                text += c;
        }
    }
    std::string text{};
    std::size_t count = 0;
};

// The connection parameters in libpq's form.
struct ConnectionWords {
    ConnectionWords(const ConnectionSettings& location, const char* kind_of_server);
    ConnectionWords(const ConnectionWords&) = delete;

    std::vector<const char*> keys{}, values{};

  private:
    std::vector<std::pair<const char*, std::string>> words_{};
};

ConnectionWords::ConnectionWords(const ConnectionSettings& location, const char* kind_of_server) {
    std::string hosts, ports;
    for (const DatabaseHost& host : location.hosts) {
        const std::string_view comma = hosts.empty() ? "" : ",";
        hosts += fmt::format("{}{}", comma, host.socket.empty() ? host.name : host.socket);
        ports += fmt::format("{}{}", comma, host.port ? std::to_string(host.port) : "");
    }
    const DatabaseTls& tls = location.tls;
    words_ = {{"host", hosts},
              {"port", ports.find_first_not_of(',') == ports.npos ? "" : ports},
              {"dbname", location.name},
              {"user", location.user},
              {"password", location.password},
              {"sslmode", tls.mode},
              {"sslrootcert", tls.authority_file},
              {"sslcert", tls.certificate_file},
              {"sslkey", tls.key_file},
              {"sslcrl", tls.revocations_file},
              {"target_session_attrs", kind_of_server},
              {"connect_timeout", kConnectTimeoutS},
              {"tcp_user_timeout", "10000"},  // ms
              {"client_encoding", "UTF8"},
              {"application_name", "roster"},
              {"options", kSessionOptions}};
    std::erase_if(words_, [](const auto& word) { return word.second.empty(); });
    for (const auto& [key, value] : words_) {
        keys.push_back(key);
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
}

class PostgresDriver;

class PostgresStatement final : public Statement {
  public:
    PostgresStatement(PostgresDriver& driver, const Numbered& sql, int number)
        : driver_(driver),
          sql_(sql.text),
          name_(fmt::format("s{}", number)),
          parameters_(sql.count),
          values_(sql.count),
          lengths_(sql.count),
          formats_(sql.count) {}

    void bind(int index, std::int64_t value) override {
        Parameter& parameter = at(index);
        parameter = {.is_number = true, .number = value};
    }
    // The bytes are not copied: callers keep their arguments alive until the reset.
    void bind(int index, std::string_view value) override { at(index) = {.bytes = value}; }
    void bind_null(int index) override { at(index) = {.is_null = true}; }
    bool step() override;
    bool is_null(int column) const override {
        return PQgetisnull(answer_.get(), row_, column) != 0;
    }
    std::int64_t integer(int column) const override;
    std::string_view text(int column) const override {
        return {PQgetvalue(answer_.get(), row_, column),
                static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
    }
    std::int64_t changes() const override;
    void reset() override { answer_.reset(); }

  private:
    struct Parameter {
        std::string_view bytes{};
        bool is_null = false;
        bool is_number = false;
        std::int64_t number = 0;
        std::string written{};  // the text to send when it is not the bytes themselves
    };

    Parameter& at(int index) { return parameters_.at(static_cast<std::size_t>(index - 1)); }
    void prepare();
    void run();
    void answer_by_itself();

    PostgresDriver& driver_;
    const std::string sql_, name_;
    std::int64_t prepared_on_ = -1, described_on_ = -1;  // the driver's number of the connection
    std::vector<Parameter> parameters_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
    std::vector<bool> takes_bytes_{};  // by parameter: a text, which may be sent as it is
    Answer answer_{};
    int row_ = -1;
};

class PostgresDriver final : public Driver {
  public:
    explicit PostgresDriver(ConnectionSettings location) : location_(std::move(location)) {}
    ~PostgresDriver() override { PQfinish(handle_); }
    PostgresDriver(const PostgresDriver&) = delete;

    std::unique_ptr<Statement> prepare(std::string_view sql) override {
        return std::make_unique<PostgresStatement>(*this, Numbered(sql), ++statements_);
    }
    void run(const std::string& sql) override { ask(sql.c_str()); }
    void begin_read() override {
        ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        in_transaction_ = true;
    }
    bool reads_together() override { return false; }
    void begin_write() override {
        ask("BEGIN");
        in_transaction_ = true;
    }
    void commit() override {
        if (!in_transaction_) return;
        PGconn* handle = this->handle();
        in_transaction_ = false;
        const Answer answer(PQexec(handle, "COMMIT"));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail(answer.get(), "COMMIT", true);
        // The server's answer when an earlier statement has failed.
        if (std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK")
            throw DatabaseError("PostgreSQL undid a transaction that was to be committed");
    }
    void rollback() override {
        if (!in_transaction_) return;
        in_transaction_ = false;
        if (handle_) ask("ROLLBACK");
    }
    std::optional<std::int64_t> data_version() override;
    const Dialect& dialect() const override { return kPostgres; }

    // The connection, reopened where that loses nothing.
    PGconn* handle() {
        if (!handle_ && in_transaction_)
            throw ConnectionLost("PostgreSQL: the connection was lost in a transaction");
        if (!handle_) connect();
        return handle_;
    }
    // The number of the connection, ascending.
    std::int64_t connection() {
        handle();
        return connection_;
    }

    [[noreturn]] void fail(const PGresult* answer, std::string_view doing,
                           bool during_commit = false) {
        const char* field = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
        const std::string state = field ? field : "";
        std::string message =
            fmt::format("PostgreSQL, {}: {}", doing,
                        answer ? PQresultErrorMessage(answer) : PQerrorMessage(handle_));
        message.erase(message.find_last_not_of('\n') + 1);
        // An error without a state comes from libpq, not from the server: the connection broke,
        // although its status may not show it yet (a write failed while a notice was still unread).
        if (state.empty() || PQstatus(handle_) == CONNECTION_BAD ||
            postgres::ends_connection(state)) {
            PQfinish(handle_);
            handle_ = nullptr;
            throw ConnectionLost(message, during_commit, postgres::trouble_of(state));
        }
        if (postgres::is_conflict(state)) throw Conflict(message, postgres::trouble_of(state));
        throw DatabaseError(message, postgres::trouble_of(state));
    }

  private:
    void ask(const char* sql) {
        PGconn* handle = this->handle();
        const Answer answer(PQexec(handle, sql));
        const ExecStatusType status = PQresultStatus(answer.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(answer.get(), sql);
    }
    void connect();

    const ConnectionSettings location_;
    PGconn* handle_ = nullptr;
    std::int64_t connection_ = -1;
    bool in_transaction_ = false;
    int statements_ = 0;
    std::unique_ptr<Statement> snapshot_{};
    std::string last_snapshot_{};
    std::int64_t data_version_ = 0;
};

// What a statement sees is determined by its snapshot: two equal snapshots see the same, whoever
// has written meanwhile. Another server may use the same transaction numbers.
std::optional<std::int64_t> PostgresDriver::data_version() {
    if (!snapshot_) snapshot_ = prepare("SELECT CAST(pg_current_snapshot() AS TEXT)");
    snapshot_->step();
    std::string seen = fmt::format("{} {}", connection_, snapshot_->text(0));
    snapshot_->reset();
    if (seen != last_snapshot_) {
        last_snapshot_ = std::move(seen);
        ++data_version_;
    }
    return data_version_;
}

void PostgresDriver::connect() {
    const ConnectionWords words(location_, location_.hosts.size() > 1 ? "read-write" : "any");
    handle_ = PQconnectdbParams(words.keys.data(), words.values.data(), 0);
    ++connection_;
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
    if (PQstatus(handle_) != CONNECTION_OK) fail(nullptr, "connecting");
}

void PostgresStatement::prepare() {
    PGconn* handle = driver_.handle();
    if (described_on_ == driver_.connection()) return;
    if (prepared_on_ != driver_.connection()) {
        const Answer prepared(PQprepare(handle, name_.c_str(), sql_.c_str(), 0, nullptr));
        if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) driver_.fail(prepared.get(), sql_);
        prepared_on_ = driver_.connection();
    }
    const Answer described(PQdescribePrepared(handle, name_.c_str()));
    if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) driver_.fail(described.get(), sql_);
    takes_bytes_.clear();
    for (int i = 0; i < PQnparams(described.get()); ++i) {
        const Oid type = PQparamtype(described.get(), i);
        takes_bytes_.push_back(type == kText || type == kVarchar);
    }
    described_on_ = driver_.connection();
}

void PostgresStatement::run() {
    prepare();
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        Parameter& parameter = parameters_[i];
        const bool as_bytes = takes_bytes_[i] && !parameter.is_number;
        if (parameter.is_number) parameter.written = std::to_string(parameter.number);
        if (!parameter.is_number && !as_bytes) parameter.written = parameter.bytes;
        const char* bytes = as_bytes ? parameter.bytes.data() : parameter.written.c_str();
        values_[i] = parameter.is_null ? nullptr : bytes ? bytes : "";
        lengths_[i] = static_cast<int>(parameter.bytes.size());
        formats_[i] = as_bytes ? 1 : 0;
    }
    const bool storable = std::ranges::all_of(
        parameters_, [](const Parameter& parameter) { return is_storable(parameter.bytes); });
    if (!storable) return answer_by_itself();
    answer_.reset(PQexecPrepared(driver_.handle(), name_.c_str(),
                                 static_cast<int>(parameters_.size()), values_.data(),
                                 lengths_.data(), formats_.data(), 0));
    const ExecStatusType status = PQresultStatus(answer_.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    const Answer failed = std::move(answer_);
    driver_.fail(failed.get(), sql_);
}

// The server reports an error when it is asked for a text that it cannot store. No row has such a
// text, so there is nothing to find or to delete.
void PostgresStatement::answer_by_itself() {
    const bool finds = sql_.starts_with("SELECT");
    if (!finds && !sql_.starts_with("DELETE"))
        throw DatabaseError(fmt::format(
            "PostgreSQL, {}: a text is no UTF-8, or has a NUL, and cannot be stored", sql_));
    answer_.reset(
        PQmakeEmptyPGresult(driver_.handle(), finds ? PGRES_TUPLES_OK : PGRES_COMMAND_OK));
}

bool PostgresStatement::step() {
    if (!answer_) {
        run();
        row_ = -1;
    }
    return ++row_ < PQntuples(answer_.get());
}

std::int64_t PostgresStatement::integer(int column) const {
    const std::string_view written = text(column);
    if (PQftype(answer_.get(), column) == kBool) return written == "t" ? 1 : 0;
    std::int64_t value = 0;
    std::from_chars(written.data(), written.data() + written.size(), value);
    return value;
}

std::int64_t PostgresStatement::changes() const {
    const std::string_view count = PQcmdTuples(answer_.get());
    std::int64_t value = 0;
    std::from_chars(count.data(), count.data() + count.size(), value);
    return value;
}

}  // namespace

std::unique_ptr<Driver> open_postgres(const ConnectionSettings& location) {
    return std::make_unique<PostgresDriver>(location);
}

bool postgres_turns_away(const ConnectionSettings& location) {
    const ConnectionWords words(location, "any");
    if (PQpingParams(words.keys.data(), words.values.data(), 0) != PQPING_OK) return false;
    // The server answers. If it accepts us now, it was starting, or is a standby for the moment.
    PGconn* const tried = PQconnectdbParams(words.keys.data(), words.values.data(), 0);
    const bool let_in = PQstatus(tried) == CONNECTION_OK;
    PQfinish(tried);
    return !let_in;
}

void create_postgres_database(const ConnectionSettings& location) {
    try {
        PostgresDriver(location).handle();
    } catch (const DatabaseError&) {
        ConnectionSettings server = location;
        server.name = "postgres";
        PostgresDriver driver(server);
        std::string name;
        for (const char c : location.name)
            name += c == '"' ? "\"\"" : std::string(1, c);
        driver.run(fmt::format("CREATE DATABASE \"{}\" ENCODING 'UTF8' TEMPLATE template0", name));
    }
}

}  // namespace roster::storage
