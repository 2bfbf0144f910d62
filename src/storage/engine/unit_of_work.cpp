// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/unit_of_work.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace roster::storage {

namespace {

// A unit sets one savepoint where it begins, and one behind the changes that it keeps.
constexpr std::size_t kMostSavepoints = 2 * UnitOfWork::kMostUnits;

// `sql` followed by the name of a savepoint. Each depth has its own name, because MariaDB drops a
// savepoint when another one gets its name.
template <std::size_t kNumber, std::size_t kSize>
consteval std::array<char, kSize + 1> named(const char (&sql)[kSize]) {
    static_assert(kNumber < 26);
    std::array<char, kSize + 1> text{};
    for (std::size_t i = 0; i + 1 < kSize; ++i)
        text[i] = sql[i];
    text[kSize - 1] = static_cast<char>('a' + kNumber);
    return text;
}

template <std::size_t kNumber>
constexpr auto kSet = named<kNumber>("SAVEPOINT unit_");
template <std::size_t kNumber>
constexpr auto kRelease = named<kNumber>("RELEASE SAVEPOINT unit_");
template <std::size_t kNumber>
constexpr auto kRollBack = named<kNumber>("ROLLBACK TO SAVEPOINT unit_");

struct Words {
    Sql set, release, roll_back;
};

template <std::size_t... kNumbers>
consteval auto words_of(std::index_sequence<kNumbers...>) {
    return std::array{
        Words{Sql(kSet<kNumbers>), Sql(kRelease<kNumbers>), Sql(kRollBack<kNumbers>)}...};
}

// The statements for the savepoint with that number, counted from 1.
const Words& words(std::size_t savepoint) {
    static constexpr auto kWords = words_of(std::make_index_sequence<kMostSavepoints>());
    return kWords.at(savepoint - 1);
}

}  // namespace

void UnitOfWork::begin(bool durable) {
    if (units_.size() == kMostUnits) throw std::logic_error("too many units inside each other");
    units_.push_back({.durable = durable});
    note_whether_open();
}

void UnitOfWork::open() {
    if (undone_) std::rethrow_exception(undone_);
    for (; opened_ < units_.size(); ++opened_) {
        if (opened_ == 0)
            begin_transaction(units_.front().durable);
        else
            units_[opened_].savepoint = set_savepoint();
    }
    note_whether_open();
}

void UnitOfWork::begin_transaction(bool durable) {
    Driver& driver = statements_.driver();
    if (durable != is_durable_ && statements_.dialect().engine == Engine::sqlite) {
        driver.run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        is_durable_ = durable;
    }
    driver.begin_write();
}

std::size_t UnitOfWork::set_savepoint() {
    statements_.run(words(savepoints_ + 1).set);
    return ++savepoints_;
}

// Releases the inner savepoints, too.
void UnitOfWork::release(std::size_t savepoint) {
    statements_.run(words(savepoint).release);
    savepoints_ = savepoint - 1;
}

void UnitOfWork::keep() {
    if (!is_open_ || units_.empty() || !units_.back().changed) return;
    Unit& unit = units_.back();
    if (unit.kept) release(std::exchange(unit.kept, 0));
    unit.kept = set_savepoint();
    unit.changed = false;
}

void UnitOfWork::commit() {
    end(End::commit);
}

void UnitOfWork::rollback() {
    end(End::rollback);
}

void UnitOfWork::abandon_above(std::size_t depth) {
    while (units_.size() > depth + 1)
        units_.pop_back();  // is undone with the one around it
    if (units_.size() > depth) end(End::abandon);
}

void UnitOfWork::end(End how) {
    const Unit unit = units_.back();
    units_.pop_back();
    const bool was_open = opened_ > units_.size();
    if (was_open) opened_ = units_.size();
    if (units_.empty()) {
        if (was_open) end_transaction(unit, how);
        return;
    }
    if (was_open) end_savepoint(unit, how);
    const bool left_something =
        how == End::commit ? unit.changed || unit.kept : how == End::rollback && unit.kept;
    if (left_something) units_.back().changed = true;
    note_whether_open();
}

void UnitOfWork::end_transaction(const Unit& unit, End how) {
    const std::exception_ptr undone = std::exchange(undone_, nullptr);
    savepoints_ = 0;
    is_open_ = true;
    Driver& driver = statements_.driver();
    try {
        if (how == End::abandon || (how == End::rollback && !unit.kept)) return driver.rollback();
        if (undone) std::rethrow_exception(undone);
        if (how == End::rollback) statements_.run(words(unit.kept).roll_back);
        driver.commit();
    } catch (...) {
        driver.rollback();
        throw;
    }
}

void UnitOfWork::end_savepoint(const Unit& unit, End how) {
    if (undone_) {
        if (how == End::commit) std::rethrow_exception(undone_);
        return;
    }
    try {
        if (how != End::commit)
            statements_.run(
                words(how == End::rollback && unit.kept ? unit.kept : unit.savepoint).roll_back);
        release(unit.savepoint);
    } catch (...) {
        undone_ = std::current_exception();
        is_open_ = false;
        throw;
    }
}

}  // namespace roster::storage
