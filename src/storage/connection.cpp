// SPDX-License-Identifier: Apache-2.0
#include "storage/connection.h"

#include <fmt/core.h>

#include <stdexcept>

#include "base/crypto.h"
#include "storage/comparisons.h"
#include "storage/like.h"

namespace roster::storage {

namespace {
constexpr std::string_view kWrittenPrefix = "oc_";

// What a word in braces stands for in this engine.
std::string expanded(std::string_view word, const Dialect& dialect) {
    constexpr std::string_view kHas = "has:", kWritten = "written:";
    if (word == "share") return std::string(dialect.sharing);
    if (word == "exact") return std::string(dialect.exactness);
    if (word == "key=") return "=";
    if (word.starts_with(kHas)) return contains_condition(word.substr(kHas.size()), dialect);
    if (!word.starts_with(kWritten)) throw std::logic_error(fmt::format("no word {{{}}}", word));
    const std::string_view key = word.substr(kWritten.size());
    if (dialect.written_order.empty()) return std::string(key);
    const std::size_t table = key.find('.') + 1;  // 0 without one
    return fmt::format("{}{}", key.substr(0, table), dialect.written_order);
}

}  // namespace

Connection::Connection(std::unique_ptr<Driver> driver, bool writable, std::string prefix)
    : driver_(std::move(driver)), writable_(writable), prefix_(std::move(prefix)) {
    constexpr std::size_t kChainLength = 16;
    if (writable_ && !dialect().one_writer) audit_chain_ = random_text(kChainLength, kAlphanumeric);
}

std::string Connection::for_engine(std::string_view written) const {
    const std::string_view exactness = dialect().exactness;
    const std::string sql =
        exactness.empty() ? std::string(written) : with_exact_comparisons(written, exactness);
    std::string text;
    text.reserve(sql.size());
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const bool word_starts = i == 0 || sql[i - 1] == ' ' || sql[i - 1] == '(' ||
                                 sql[i - 1] == ',' || sql[i - 1] == '"';
        if (word_starts && sql.compare(i, kWrittenPrefix.size(), kWrittenPrefix) == 0) {
            text += prefix_;
            i += kWrittenPrefix.size() - 1;
        } else if (const std::size_t end = sql[i] == '{' ? sql.find('}', i) : sql.npos;
                   end != sql.npos) {
            text += expanded(sql.substr(i + 1, end - i - 1), dialect());
            i = end;
        } else {
            text += sql[i];
        }
    }
    return text;
}

Statement& Connection::prepared(const char* sql) {
    std::unique_ptr<Statement>& statement = statements_[sql];
    if (!statement) statement = driver_->prepare(for_engine(sql));
    return *statement;
}

void Connection::run(const std::string& sql) {
    if (forgets_changes_) return;
    if (!writable_) throw NeedsWriter{};
    open_if_pending();
    changed_ = true;
    ++count_;
    driver_->run(sql);
}

void Connection::run(const std::vector<std::string>& statements) {
    for (const std::string& statement : statements)
        run(statement);
}

std::int64_t Connection::integer_now(const std::string& sql) {
    open_if_pending();
    ++count_;
    const std::unique_ptr<Statement> statement = driver_->prepare(sql);
    return statement->step() && !statement->is_null(0) ? statement->integer(0) : 0;
}

void Connection::statement_now(const char* sql) {
    const Use use{prepared(sql)};
    use.statement.step();
}

void Connection::open_call() {
    pending_ = true;
    changed_ = false;
    remembers_ = false;
}

void Connection::open_if_pending() {
    if (!pending_) {
        if (has_snapshot_) end_snapshot();  // A statement outside of calls sees what there is now.
        return;
    }
    pending_ = false;
    if (!writable_) return open_for_reading();
    if (batch_)
        statement_now("SAVEPOINT call");
    else
        begin_write(true);
    open_ = true;
    kept_ = false;
}

void Connection::begin_write(bool durable) {
    if (durable != durable_ && engine() == Engine::sqlite) {
        driver_->run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        durable_ = durable;
    }
    driver_->begin_write();
}

// Without a transaction what is remembered was true a moment ago at the worst: when the call began.
void Connection::open_for_reading() {
    if (open_kept_snapshot()) return;
    if (driver_->reads_together()) {
        driver_->begin_read();
        open_ = true;
        kept_ = false;
    }
    const std::optional<std::int64_t> version = driver_->data_version();
    if (version != data_version_) memory_.forget();
    data_version_ = version;
    remembers_ = version.has_value();
}

bool Connection::open_kept_snapshot() {
    if (has_snapshot_ && !driver_->is_current()) end_snapshot();
    if (!has_snapshot_) return false;
    has_snapshot_ = false;
    open_ = true;
    remembers_ = data_version_.has_value();
    return true;
}

void Connection::end_snapshot() {
    if (std::exchange(has_snapshot_, false)) driver_->commit();
}

Memory* Connection::memory() {
    open_if_pending();
    return !writable_ && remembers_ ? &memory_ : nullptr;
}

void Connection::keep_call() {
    if (!open_ || !writable_ || !changed_) return;
    changed_ = false;
    if (kept_) statement_now("RELEASE SAVEPOINT kept");
    statement_now("SAVEPOINT kept");
    kept_ = true;
}

void Connection::abandon_call() {
    kept_ = false;
    close_call(false);
}

void Connection::close_call(bool good) {
    pending_ = remembers_ = false;
    if (!open_) return;
    open_ = false;
    if (!writable_) {
        has_snapshot_ = true;
        if (!keeps_snapshots_) end_snapshot();
        return;
    }
    if (batch_) {
        if (!good)
            statement_now(kept_ ? "ROLLBACK TO SAVEPOINT kept" : "ROLLBACK TO SAVEPOINT call");
        statement_now("RELEASE SAVEPOINT call");
        return;
    }
    try {
        if (!good && kept_) statement_now("ROLLBACK TO SAVEPOINT kept");
        if (good || kept_)
            driver_->commit();
        else
            driver_->rollback();
    } catch (...) {
        driver_->rollback();
        throw;
    }
}

bool Connection::others_have_changed() {
    const std::optional<std::int64_t> version = driver_->data_version();
    return version != std::exchange(data_version_, version);
}

void Connection::begin_batch(bool durable) {
    begin_write(durable);
    batch_ = true;
}

void Connection::abandon_batch() {
    batch_ = false;
    driver_->rollback();
}

void Connection::commit_batch() {
    batch_ = false;
    try {
        driver_->commit();
    } catch (...) {
        driver_->rollback();
        throw;
    }
}

}  // namespace roster::storage
