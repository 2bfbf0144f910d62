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

// The arguments of maintenance:install.
struct Installing {
    std::string data_dir{};
    std::string admin_user{};
    Secret admin_password{};
    Array database{};  // the settings that locate the database; empty: SQLite in the data directory
};

// The arguments of attach.
struct Attaching {
    std::string config{};
    std::string data_dir{};
    std::vector<std::string> changes{};  // KEY=VALUE
    bool add_indexes = false;
};

// The arguments of db:convert-type.
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

// The arguments of serve.
struct Serving {
    std::string data_dir{};  // ignored if `ephemeral`
    bool ephemeral = false;
    Endpoint listen{.port = 8080};
    std::optional<Endpoint> redirect{};  // redirects plain HTTP to `listen`
    // Two PEM files; if both are empty, those of the settings.
    std::string tls_certificate{};
    std::string tls_key{};
    bool insecure_http = false;  // allows other machines without TLS
    std::size_t threads = 0;     // 0: one per core
    bool show_hints = true;      // prints each refused call with its hint on the terminal
};

// What serve has opened, once clients can connect.
struct Listening {
    unsigned short port = 0;
    bool tls = false;
    unsigned short redirect_port = 0;  // 0: none
};

// Whether a terminal shows what is typed.
enum class Echo { on, off };

// All that a command can reach. The functions throw std::runtime_error with a sentence when they
// fail for reasons outside the request.
struct CommandContext {
    // Opens a data directory and returns the way to send it requests.
    std::function<Transport(const std::string& data_dir)> open{};
    // Returns why the administrator's name or password is refused, and then nothing is installed;
    // otherwise "".
    std::function<std::string(const Installing&)> install{};
    // Both return lines that report what was done.
    std::function<std::vector<std::string>(const Attaching&)> attach{};
    std::function<std::vector<std::string>(const std::string& data_dir)> detach{};
    // Calls `say` with lines about the progress.
    std::function<void(const Converting&, const std::function<void(const std::string&)>& say)>
        convert{};
    // Builds or rebuilds the derived tables: db:add-missing-indices.
    std::function<void(const std::string& data_dir)> add_indices{};
    // Returns after the server was told to stop; calls `ready` once clients can connect.
    std::function<void(const Serving&, const std::function<void(const Listening&)>& ready)> serve{};
    std::function<std::string()> describe_routes{};  // all endpoints, as Markdown
    // Nothing when the variable is not set.
    std::function<std::optional<std::string>(const std::string& name)> environment{};
    // Asks on standard error and reads one line from standard input, a terminal or a pipe; nothing
    // at the end of input.
    std::function<std::optional<std::string>(const std::string& question, Echo echo)> ask{};
    std::ostream& out;
    std::ostream& err;
};

}  // namespace roster::cli
