// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "directory/installation.h"
#include "directory/work.h"
#include "model/actor.h"
#include "model/origin.h"
#include "model/settings.h"
#include "storage/connection.h"

namespace roster {

using storage::Connection;
using storage::NeedsWriter;

// The account that a call has named by its e-mail address.
struct FoundByEmail {
    std::string uid{};
    std::string email{};
    bool recorded = false;  // with what was changed
};

// One call's unit of work, and everything that a rule may ask: who acts, on which rows, under which
// settings. Opens at its first statement; what is not committed is undone.
class Transaction {
  public:
    Transaction(Installation& house, storage::Connection& db, Work& work);
    // The same under settings that the caller has looked up already.
    Transaction(Installation& house, storage::Connection& db, Work& work,
                std::shared_ptr<const Settings> settings);
    ~Transaction();
    Transaction(const Transaction&) = delete;

    Installation& house;
    storage::Connection& db;
    Work& work;
    const std::shared_ptr<const Settings> settings;
    const std::int64_t now;  // Unix seconds, the same for the whole call
    Actor actor{};
    const Origin* origin = nullptr;  // of a call by HTTP
    std::string remote_address{};    // of the client
    std::string accept_language{};
    std::string forced_language{};  // the parameter forceLanguage
    std::string user_agent{};
    std::string request_id{};
    FoundByEmail found_by_email{};

    // What has happened so far stays although the call may be refused; not so when it is run again
    // or meets an accident.
    void keep();
    void commit();
    // Undoes what was not kept, and makes the kept part durable.
    void rollback();
    // Runs when the change is durable, exactly once, in order: mail, log lines.
    void after_commit(std::function<void()> action);
    std::vector<std::function<void()>> take_actions();
    // The address of this installation for links that leave it, without a slash at its end: as the
    // call named it, on the command line the setting overwrite.cli.url.
    std::string own_url() const;
    // A line for the log, written with the commit or with the refusal.
    void log(LogEntry entry);

    std::vector<LogEntry> log_entries{};

  private:
    bool open_ = true;
    std::vector<std::function<void()>> actions_;
    std::size_t kept_actions_ = 0;
};

}  // namespace roster
