// SPDX-License-Identifier: Apache-2.0
#include "directory/transaction.h"

namespace roster {

Transaction::Transaction(Installation& house_, storage::Connection& db_, Work& work_)
    : Transaction(house_, db_, work_, house_.settings.current()) {}

Transaction::Transaction(Installation& house_, storage::Connection& db_, Work& work_,
                         std::shared_ptr<const Settings> settings_)
    : house(house_), db(db_), work(work_), settings(std::move(settings_)), now(house_.clock()) {
    db.open_call();
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        db.abandon_call();
    } catch (const storage::DatabaseError&) {
        // The engine has undone the call already; whoever threw has the reason.
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
    db.keep_call();
    kept_actions_ = actions_.size();
}

void Transaction::commit() {
    open_ = false;
    db.close_call(true);
    kept_actions_ = actions_.size();
}

void Transaction::rollback() {
    open_ = false;
    db.close_call(false);
}

void Transaction::after_commit(std::function<void()> action) {
    actions_.push_back(std::move(action));
}

std::vector<std::function<void()>> Transaction::take_actions() {
    actions_.resize(kept_actions_);
    return std::move(actions_);
}

}  // namespace roster
