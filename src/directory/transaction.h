// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "directory/call_memo.h"
#include "directory/installation.h"
#include "model/actor.h"
#include "model/origin.h"
#include "model/settings.h"
#include "storage/engine/connection.h"

namespace roster {

using storage::Connection;
using storage::NeedsWriter;

// Which texts the engine stores; elsewhere they are an accident.
struct TextRules {
    bool checks_utf8 = false;  // Text that is no UTF-8 is not stored.
    bool stores_nul = true;    // Text with a NUL is stored.
};

// The account that a call has named by its e-mail address.
struct FoundByEmail {
    Uid uid{};
    std::string email{};
    bool recorded = false;  // with what was changed
};

// One call's unit of work, and everything that a rule may ask: who acts, on which rows, under which
// settings. Opens at its first statement; what is not committed is undone.
class Transaction {
  public:
    Transaction(Installation& installation, storage::Connection& db, CallMemo& work);
    // The same under settings that the caller has looked up already.
    Transaction(Installation& installation, storage::Connection& db, CallMemo& work,
                std::shared_ptr<const Settings> settings);
    ~Transaction();
    Transaction(const Transaction&) = delete;

    Installation& installation;
    CallMemo& work;
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
    // or meets an accident. Inside of a Subtransaction it speaks of what happened in that one.
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

    // Whether this run of the call may change anything; if not, it is run again where it may.
    bool writable() const;
    TextRules text_rules() const;
    bool database_is_in_place();
    // What was read and is true until somebody changes the database, for calls that only read;
    // nullptr where nothing can be kept.
    storage::ReadCache* cache();

  private:
    friend class Subtransaction;
    friend storage::Connection& rows_of(const Transaction& tx);

    storage::Connection& db_;
    bool open_ = true;
    std::vector<std::function<void()>> actions_;
    // What a refusal leaves: so many of the actions, and whether FoundByEmail was recorded.
    struct Kept {
        std::size_t actions = 0;
        bool recorded = false;
    } kept_{};
};

// A part of a call that can be undone on its own, such as one of many items. Parts may stand in
// each other. It ends like a transaction does, within the one around it:
// - After commit() it belongs to what is around it, with its actions for after the commit and its
//   lines for the log.
// - rollback() is for a part that is refused. It undoes what was not kept, and drops the actions of
//   that. Lines for the log stay: they tell of the refusal.
// - Without either, as after an accident, nothing of it stays, neither actions nor lines. If the
//   engine failed, what is around it can go on, unless the engine has undone the whole transaction:
//   then the next statement throws what it has thrown.
class Subtransaction {
  public:
    explicit Subtransaction(Transaction& tx);
    ~Subtransaction();
    Subtransaction(const Subtransaction&) = delete;

    void commit();
    void rollback();

  private:
    void go_back_to(Transaction::Kept state);

    Transaction& tx_;
    storage::Savepoint savepoint_;
    bool open_ = true;
    const Transaction::Kept kept_before_;   // by what is around it
    const Transaction::Kept state_before_;  // and what was not kept
    const std::size_t lines_before_;
};

}  // namespace roster
