// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/connection.h"

#include "base/crypto/crypto.h"

namespace roster::storage {

Connection::Connection(std::unique_ptr<Driver> driver, bool writable, std::string prefix)
    : statements_(std::move(driver), std::move(prefix)), writable_(writable) {
    constexpr std::size_t kChainLength = 16;
    if (writable_ && !dialect().one_writer) audit_chain_ = random_text(kChainLength, kAlphanumeric);
}

void Connection::run(const std::string& sql) {
    if (forgets_changes_) return;
    if (!writable_) throw NeedsWriter{};
    get_ready();
    units_.note_change();
    ++count_;
    driver().run(sql);
}

void Connection::run(const std::vector<std::string>& statements) {
    for (const std::string& statement : statements)
        run(statement);
}

std::int64_t Connection::integer_now(const std::string& sql) {
    get_ready();
    ++count_;
    const std::unique_ptr<Statement> statement = driver().prepare(sql);
    return statement->step() && !statement->is_null(0) ? statement->integer(0) : 0;
}

void Connection::open_call() {
    remembers_ = false;
    call_ = writable_ ? Call::writes : Call::reads;
    waits_to_read_ = !writable_;
    call_depth_ = units_.depth();
    if (writable_) units_.begin();
}

// Without a transaction, cached values may be as old as the beginning of the call, not older.
void Connection::open_for_reading() {
    waits_to_read_ = false;
    if (snapshot_.open()) {
        remembers_ = data_version_.has_value();
        return;
    }
    const std::optional<std::int64_t> version = driver().data_version();
    if (version != data_version_) cache_.forget();
    data_version_ = version;
    remembers_ = version.has_value();
}

ReadCache* Connection::cache() {
    get_ready();
    return !writable_ && remembers_ ? &cache_ : nullptr;
}

void Connection::abandon_call() {
    if (call_ != Call::writes) return close_call(false);
    call_ = Call::none;
    units_.abandon_above(call_depth_);
}

void Connection::close_call(bool good) {
    waits_to_read_ = remembers_ = false;
    const Call call = std::exchange(call_, Call::none);
    if (call == Call::reads) snapshot_.close();
    if (call != Call::writes) return;
    units_.abandon_above(call_depth_ + 1);
    if (good)
        units_.commit();
    else
        units_.rollback();
}

bool Connection::others_have_changed() {
    const std::optional<std::int64_t> version = driver().data_version();
    return version != std::exchange(data_version_, version);
}

void Connection::begin_batch(bool durable) {
    units_.begin(durable);
    try {
        units_.open();
    } catch (...) {
        units_.abandon_above(0);
        throw;
    }
    batch_ = true;
}

void Connection::abandon_batch() {
    batch_ = false;
    call_ = Call::none;
    units_.abandon_above(0);
}

void Connection::commit_batch() {
    batch_ = false;
    units_.commit();
}

Savepoint::Savepoint(Connection& db)
    : units_(db.writable() ? &db.units_ : nullptr), depth_(db.units_.depth()) {
    if (units_) units_->begin();
}

Savepoint::~Savepoint() {
    if (!units_) return;
    try {
        units_->abandon_above(depth_);
    } catch (const DatabaseError&) {
        // The transaction is lost; its next statement throws.
    }
}

void Savepoint::release() {
    if (UnitOfWork* const units = std::exchange(units_, nullptr)) units->commit();
}

void Savepoint::roll_back() {
    if (UnitOfWork* const units = std::exchange(units_, nullptr)) units->rollback();
}

}  // namespace roster::storage
