// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/json/value.h"
#include "cli/transport/client.h"
#include "model/uid.h"

namespace roster::cli {

// What maintenance:install asks for.
struct Installing {
    std::string data_dir{};
    std::string admin_user{};
    Secret admin_password{};
    Array database{};  // the settings that say where it is; empty: SQLite in the data directory
};

// What attach asks for.
struct Attaching {
    std::string config{};
    std::string data_dir{};
    std::vector<std::string> changes{};  // KEY=VALUE
    bool add_indexes = false;
};

// What db:convert-type asks for.
struct Converting {
    std::string data_dir{};
    std::string type{};  // sqlite3, pgsql or mysql
    std::string user{};
    std::string host{};
    std::string port{};
    std::string name{};
    std::string password{};
    bool clear_schema = false;
    std::int64_t chunk_rows = 1000;
};

// An IP address or host name, and a port (0: a free one).
struct Endpoint {
    std::string address = "127.0.0.1";
    unsigned short port = 0;
};

// What serve asks for.
struct Serving {
    std::string data_dir{};  // not used by an ephemeral one
    bool ephemeral = false;
    Endpoint listen{.port = 8080};
    std::optional<Endpoint> redirect{};  // from plain http to `listen`
    // Two PEM files; both empty: those of the settings, if any.
    std::string tls_certificate{};
    std::string tls_key{};
    bool insecure_http = false;  // serves others than this machine without TLS
    std::size_t threads = 0;     // 0: one per core
    bool show_hints = true;      // each refused call with its hint, on the terminal
};

// What serve has opened, once clients can connect.
struct Listening {
    unsigned short port = 0;
    bool tls = false;
    unsigned short redirect_port = 0;  // 0: none
};

// Whether a terminal shows what is typed.
enum class Echo { on, off };

// All that a command can reach. What fails for reasons outside the request throws
// std::runtime_error with a sentence for people.
struct CommandContext {
    std::function<Transport(const std::string& data_dir)> open{};
    // Returns what speaks against the administrator's name or password, when nothing is installed;
    // "" otherwise.
    std::function<std::string(const Installing&)> install{};
    // These two return lines that tell what was done.
    std::function<std::vector<std::string>(const Attaching&)> attach{};
    std::function<std::vector<std::string>(const std::string& data_dir)> detach{};
    // Calls `say` with lines that tell how far it is.
    std::function<void(const Converting&, const std::function<void(const std::string&)>& say)>
        convert{};
    std::function<void(const std::string& data_dir)> add_indices{};
    // Returns when the server has been told to stop; `ready` is called once clients can connect.
    std::function<void(const Serving&, const std::function<void(const Listening&)>& ready)> serve{};
    std::function<std::string()> describe_routes{};  // all endpoints, as Markdown
    // Nothing where it is not set.
    std::function<std::optional<std::string>(const std::string& name)> environment{};
    // Asks on the error output and reads one line of the input, be it a terminal or a pipe;
    // nothing at its end.
    std::function<std::optional<std::string>(const std::string& question, Echo echo)> ask{};
    std::ostream& out;
    std::ostream& err;
};

}  // namespace roster::cli
