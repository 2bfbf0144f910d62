// SPDX-License-Identifier: Apache-2.0
#include "directory/transaction.h"

namespace roster {

Transaction::Transaction(Installation& installation_, storage::Connection& db, CallMemo& work_)
    : Transaction(installation_, db, work_, installation_.settings.current()) {}

Transaction::Transaction(Installation& installation_, storage::Connection& db, CallMemo& work_,
                         std::shared_ptr<const Settings> settings_)
    : installation(installation_),
      work(work_),
      settings(std::move(settings_)),
      now(installation_.clock()),
      db_(db) {
    db_.open_call();
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        db_.abandon_call();
    } catch (const storage::DatabaseError&) {
        // The engine has rolled the call back already; the exception in flight has the reason.
    }
}

std::string Transaction::own_url() const {
    if (origin) return origin->link_url();
    std::string url = settings->text("overwrite.cli.url", "http://localhost");
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

void Transaction::log(LogEntry entry) {
    if (!entry.user) entry.user = actor.uid;
    log_entries.push_back(std::move(entry));
}

void Transaction::keep() {
    db_.keep_call();
    kept_ = {.actions = actions_.size(), .recorded = found_by_email.recorded};
}

void Transaction::commit() {
    open_ = false;
    db_.close_call(true);
    kept_.actions = actions_.size();
}

void Transaction::rollback() {
    open_ = false;
    db_.close_call(false);
}

void Transaction::after_commit(std::function<void()> action) {
    actions_.push_back(std::move(action));
}

std::vector<std::function<void()>> Transaction::take_actions() {
    actions_.resize(kept_.actions);
    return std::move(actions_);
}

bool Transaction::writable() const {
    return db_.writable();
}

TextRules Transaction::text_rules() const {
    return {.checks_utf8 = db_.dialect().checks_utf8, .stores_nul = db_.dialect().stores_nul};
}

bool Transaction::database_is_in_place() {
    return db_.is_in_place();
}

storage::ReadCache* Transaction::cache() {
    return db_.cache();
}

Subtransaction::Subtransaction(Transaction& tx)
    : tx_(tx),
      savepoint_(tx.db_),
      kept_before_(tx.kept_),
      state_before_{.actions = tx.actions_.size(), .recorded = tx.found_by_email.recorded},
      lines_before_(tx.log_entries.size()) {
    tx_.kept_ = state_before_;
}

Subtransaction::~Subtransaction() {
    if (!open_) return;
    tx_.log_entries.resize(lines_before_);
    go_back_to(state_before_);
}

void Subtransaction::commit() {
    savepoint_.release();
    open_ = false;
    tx_.kept_ = kept_before_;
}

void Subtransaction::rollback() {
    savepoint_.roll_back();
    open_ = false;
    go_back_to(tx_.kept_);
}

void Subtransaction::go_back_to(Transaction::Kept state) {
    tx_.actions_.resize(state.actions);
    tx_.found_by_email.recorded = state.recorded;
    tx_.kept_ = kept_before_;
}

}  // namespace roster
