// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/json.h"
#include "base/value.h"
#include "base/writer.h"
#include "directory/installation.h"
#include "directory/remembered_login.h"
#include "directory/sessions.h"
#include "directory/work.h"
#include "http/message.h"
#include "http/router.h"
#include "model/actor.h"
#include "model/origin.h"
#include "service/route.h"

namespace roster {

struct KnownLogin;

enum class Format { xml, json, unknown };

// How often a call was begun from its beginning, and its handler run.
struct Attempts {
    int begun = 0;
    int handled = 0;
};

// One call from its request to its answer. What a run finds out is begun anew by the next run;
// only `work` is carried over, and who calls if finding that out changed nothing.
struct Exchange {
    explicit Exchange(Request request_) : request(std::move(request_)) {}

    Request request;  // never changed, but for a body that follows
    // With a large body, once it is parsed: all parameters, the same for every run.
    std::optional<Expected<Array, JsonFault>> large_parameters{};
    Work work{};
    std::shared_ptr<const KnownLogin> login{};
    std::uint64_t login_as_of = 0;  // Installation::login_changes when `login` was known to be good
    Response response{};
    Attempts attempts{};
    // Why the database takes no changes, once that is known: the call does without them, or ends.
    storage::Trouble trouble = storage::Trouble::none;

    struct Run {
        Target target{};
        std::string path{};  // what the protocol's rows are matched against
        const Protocol* protocol = nullptr;
        std::span<const Protocol* const> protocols{};  // all, for what a hint may point to
        const Route* route = nullptr;
        bool wants_writer = false;  // goes on where it may write, without a handler run in vain
        bool wants_body = false;    // goes on when the rest of its request is here
        std::string too_large{};    // why its body is not taken
        Array path_parameters{};
        Array parameters{};  // see Exchange::parameters()
        enum class Read { nothing, head, needed, all } read = Read::nothing;  // of the parameters
        Format format = Format::xml;
        bool v2 = false;
        Actor actor{};
        std::string language{};  // of the texts
        std::shared_ptr<const Settings> settings{};
        Origin origin{};
        std::string request_id{};
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

    // As far as they are read (service/parameters.h).
    const Array& parameters() const {
        return large_parameters && *large_parameters ? **large_parameters : run.parameters;
    }
    // "1" or "true" and the like count as in PHP: present and not empty.
    bool wants_html() const;
};

// The value of a request cookie, "" when absent.
std::string cookie(const Request& request, std::string_view name);

}  // namespace roster
