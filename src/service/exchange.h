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

// Where a call continues when its thread may not do the next step. With `body` it continues on the
// same lane when the rest of its request has arrived.
enum class Lane { hash, write, database, body };

// How often the call was started from the beginning, and how often its handler ran.
struct Attempts {
    int begun = 0;
    int handled = 0;
};

// One call from its request to its response. Facts of the request are read once and stay; results
// belong to an attempt (Run), which moves from thread to thread. A new attempt begins only when the
// last one was undone.
struct Exchange {
    explicit Exchange(Request request_) : request(std::move(request_)) {}

    Request request;  // never changed, except that a body is added

    // What the request line says, and the matching row.
    struct Head {
        std::string request_id{};
        Target target{};
        std::string path{};  // the part that is matched against the protocol's rows
        bool v2 = false;
        const Protocol* protocol = nullptr;
        std::span<const Protocol* const> protocols{};  // all of them, for hints
        const Route* row = nullptr;                    // none: `no_row` says why
        Errc no_row = Errc::route_not_found;
        Array path_parameters{};
    } head{};
    // How much of the parameters was read; see parameters().
    enum class Read { nothing, head, needed, all } read = Read::nothing;
    Array read_parameters{};
    bool has_too_many_values = false;  // so some could not be read

    CallMemo work{};
    std::shared_ptr<const KnownLogin> login{};
    // Installation::login_changes when `login` was known to be valid.
    std::uint64_t login_as_of = 0;
    bool counts_already = false;  // already counted for its rate limit, durably
    Response response{};
    Attempts attempts{};
    // Why the database accepts no changes, once that is known: the call continues without them, or
    // ends.
    storage::Trouble trouble = storage::Trouble::none;

    // How far an attempt has come, in this order.
    enum class Step { nothing, admitted, entered, counted, ready };

    struct Run {
        Step step = Step::nothing;
        // The lane where the attempt continues as planned; nothing is undone.
        std::optional<Lane> stop{};
        bool stopped = false;           // at that lane, to continue with what follows
        std::vector<LogEntry> lines{};  // for the log
        std::vector<std::function<void()>> actions{};
        FoundByEmail found_by_email{};

        const Route* route = nullptr;  // the row, once the call is admitted
        std::string too_large{};       // why the body is refused
        Format format = Format::xml;
        Actor actor{};
        std::string language{};  // of the texts
        std::shared_ptr<const Settings> settings{};
        Origin origin{};
        std::uint64_t login_changes = 0;  // of the installation, before anything was read
        std::string body{};               // the output of the writer
        std::size_t opening_bytes = 0;    // the part of it before the handler's output
        std::unique_ptr<Writer> out{};
        bool has_content = true;     // false: a success without content (204)
        std::string accident{};      // why the response cannot be written; for the log
        std::string hint{};          // what the client should change
        std::string throttled_ms{};  // X-Nextcloud-Bruteforce-Throttled
        std::int64_t delay_ms = 0;   // the delay that the client had earned before this call
        std::optional<Array> failed_guess{};   // a failed password attempt, as recorded
        bool others_go_first = false;          // the client's network goes into the penalty box
        std::int64_t retry_after_seconds = 0;  // Retry-After; 0: none
        std::optional<Session> session{};      // once the user is known
        std::optional<RememberCookies> remember{};  // cookies to set; empty values clear them
    } run{};

    // The parameters read so far (service/request/parameters.h).
    const Array& parameters() const { return read_parameters; }
    // Whether the client wants HTML: "1", "true" and the like count as in PHP, present and not
    // empty.
    bool wants_html() const;
};

// The value of a request cookie, "" when absent.
std::string cookie(const Request& request, std::string_view name);

}  // namespace roster
