// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json/value.h"
#include "base/json/writer.h"
#include "directory/call_memo.h"
#include "directory/installation.h"
#include "directory/login/remembered_login.h"
#include "directory/login/sessions.h"
#include "directory/transaction.h"
#include "http/message.h"
#include "http/router.h"
#include "model/actor.h"
#include "model/origin.h"
#include "service/route.h"

namespace roster {

struct KnownLogin;

enum class Format { xml, json, unknown };

// Where a call has to go on when the thread it is on may not do what comes next.
// With `body` it goes on as before, when the rest of its request has arrived.
enum class Lane { hash, write, database, body };

// How often a call was begun from its beginning, and its handler run.
struct Attempts {
    int begun = 0;
    int handled = 0;
};

// One call from its request to its answer. What the request says is read once and stays; what is
// found out about it belongs to a run, which goes on from thread to thread. Only a run that was
// undone is begun anew.
struct Exchange {
    explicit Exchange(Request request_) : request(std::move(request_)) {}

    Request request;  // never changed, but for a body that follows

    // What its first line says, and which row fits it.
    struct Head {
        std::string request_id{};
        Target target{};
        std::string path{};  // what the protocol's rows are matched against
        bool v2 = false;
        const Protocol* protocol = nullptr;
        std::span<const Protocol* const> protocols{};  // all, for what a hint may point to
        const Route* row = nullptr;                    // none: `no_row` says why
        Errc no_row = Errc::route_not_found;
        Array path_parameters{};
    } head{};
    // Of the parameters; see parameters().
    enum class Read { nothing, head, needed, all } read = Read::nothing;
    Array read_parameters{};
    bool has_too_many_values = false;  // so that not all could be read

    CallMemo work{};
    std::shared_ptr<const KnownLogin> login{};
    std::uint64_t login_as_of = 0;  // Installation::login_changes when `login` was known to be good
    bool counts_already = false;    // with its rate limit, durably
    Response response{};
    Attempts attempts{};
    // Why the database takes no changes, once that is known: the call does without them, or ends.
    storage::Trouble trouble = storage::Trouble::none;

    // What has been done of a run, in this order.
    enum class Step { nothing, admitted, entered, counted, ready };

    struct Run {
        Step step = Step::nothing;
        std::optional<Lane> stop{};  // where the run goes on, as planned: nothing of it is undone
        bool stopped = false;        // there, with what follows
        std::vector<LogEntry> lines{};  // for the log
        std::vector<std::function<void()>> actions{};
        FoundByEmail found_by_email{};

        const Route* route = nullptr;  // the row, once the call is admitted
        std::string too_large{};       // why its body is not taken
        Format format = Format::xml;
        Actor actor{};
        std::string language{};  // of the texts
        std::shared_ptr<const Settings> settings{};
        Origin origin{};
        std::uint64_t login_changes = 0;  // of the installation, before anything was read
        std::string body{};               // what the writer writes into
        std::size_t opening_bytes = 0;    // of it, before the handler wrote
        std::unique_ptr<Writer> out{};
        bool has_content = true;                    // false: a success that says nothing (204)
        std::string accident{};                     // why the answer cannot be written; for the log
        std::string hint{};                         // what the caller should change
        std::string throttled_ms{};                 // X-Nextcloud-Bruteforce-Throttled
        std::int64_t delay_ms = 0;                  // that the caller had earned before this call
        std::optional<Array> failed_guess{};        // of a password, as noted with the attempt
        bool others_go_first = false;               // for what the client's network has sent
        std::int64_t retry_after_seconds = 0;       // Retry-After; 0: none
        std::optional<Session> session{};           // once it is known who calls
        std::optional<RememberCookies> remember{};  // that the answer sets; empty values clear them
    } run{};

    // As far as they are read (service/request/parameters.h).
    const Array& parameters() const { return read_parameters; }
    // "1" or "true" and the like count as in PHP: present and not empty.
    bool wants_html() const;
};

// The value of a request cookie, "" when absent.
std::string cookie(const Request& request, std::string_view name);

}  // namespace roster
