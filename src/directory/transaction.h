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

// Which texts the engine can store. Others cause a storage::DatabaseError.
struct TextRules {
    bool checks_utf8 = false;  // Text that is not UTF-8 is rejected.
    bool stores_nul = true;    // Text with a NUL can be stored.
};

// The user that a call has named by the e-mail address.
struct FoundByEmail {
    Uid uid{};
    std::string email{};
    bool recorded = false;  // together with the first change
};

// The unit of work of one call, with all that a rule may ask for: who acts, on which rows, under
// which settings. Opens at the first statement; without commit() everything is rolled back.
class Transaction {
  public:
    Transaction(Installation& installation, storage::Connection& db, CallMemo& work);
    // The same with settings that the caller has read already.
    Transaction(Installation& installation, storage::Connection& db, CallMemo& work,
                std::shared_ptr<const Settings> settings);
    ~Transaction();
    Transaction(const Transaction&) = delete;

    Installation& installation;
    CallMemo& work;
    const std::shared_ptr<const Settings> settings;
    const std::int64_t now;  // Unix seconds, the same for the whole call
    Actor actor{};
    const Origin* origin = nullptr;  // of an HTTP request
    std::string remote_address{};    // address of the client
    std::string accept_language{};
    std::string forced_language{};  // the parameter forceLanguage
    std::string user_agent{};
    std::string request_id{};
    FoundByEmail found_by_email{};

    // Sets a savepoint: what has happened so far stays when the call is refused, but not when it is
    // run again or fails. Inside a Subtransaction it covers only what happened in that.
    void keep();
    // Makes all changes durable. Throws storage::DatabaseError when that fails.
    void commit();
    // Undoes what was not kept, and commits the rest.
    void rollback();
    // Runs once the change is durable, exactly once, in order: mail, log lines.
    void after_commit(std::function<void()> action);
    std::vector<std::function<void()>> take_actions();
    // The URL of this installation for links that leave it, without a trailing slash: as the
    // request named it; on the command line the setting overwrite.cli.url.
    std::string own_url() const;
    // A line for the log, written at the commit or at the refusal.
    void log(LogEntry entry);

    std::vector<LogEntry> log_entries{};

    // Whether this attempt may change anything. If not, the call is run again where it may.
    bool writable() const;
    TextRules text_rules() const;
    // As storage::Connection::is_in_place().
    bool database_is_in_place();
    // Values that were read and hold until the database changes, for read-only calls; nullptr where
    // there is no cache.
    storage::ReadCache* cache();

  private:
    friend class Subtransaction;
    friend storage::Connection& rows_of(const Transaction& tx);

    storage::Connection& db_;
    bool open_ = true;
    std::vector<std::function<void()>> actions_;
    // What survives a refusal: the first so many actions, and whether FoundByEmail was recorded.
    struct Kept {
        std::size_t actions = 0;
        bool recorded = false;
    } kept_{};
};

// A part of a call that can be undone alone, such as one of many items. Parts may nest. It ends as
// a transaction does, within what is around it:
// - After commit() its changes, its actions for after the commit and its log lines join what is
//   around it.
// - rollback() is for a refused part. It undoes what was not kept, and drops the actions of that.
//   Log lines stay: they report the refusal.
// - Without either, for example after an exception, everything is undone, including actions and log
//   lines. If the engine failed, the surroundings can go on, unless the engine has rolled back the
//   whole transaction: then the next statement throws the same error.
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
    const Transaction::Kept kept_before_;   // in what is around it
    const Transaction::Kept state_before_;  // and what was not kept
    const std::size_t lines_before_;
};

}  // namespace roster
