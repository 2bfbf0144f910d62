// SPDX-License-Identifier: Apache-2.0
// When passwords may travel, and how clients are held to https.
#pragma once

#include <string>

#include "base/log.h"
#include "cli/transport/command_context.h"
#include "directory/installation.h"
#include "http/message.h"

namespace roster {

struct TlsFiles {
    std::string certificate{};
    std::string key{};

    bool given() const { return !certificate.empty(); }
};

// Those of the options, else those of the settings roster.tls.certificate and roster.tls.key, which
// are found from the data directory; empty without TLS. Throws std::runtime_error when one of two
// is missing.
TlsFiles tls_files(const cli::Serving& wanted, Installation& installation);

// Throws std::runtime_error when others than this machine could send passwords in clear and nobody
// has said that they may; notes it in the log when somebody has.
void check_exposure(Installation& installation, const cli::Serving& wanted, bool tls);

// Tells when others than its owner can get at the private key.
void check_key_file(Installation& installation, const TlsFiles& files);

// A line of the server itself, in the log and on the terminal.
void tell(Installation& installation, LogLevel level, const std::string& message);
// The same for who knows the settings that are in use.
void tell(Installation& installation, const Settings& settings, LogLevel level,
          const std::string& message);

// The same address by https, whose port is `port`; 400 for a host that is not trusted.
Response redirect_to_https(const Request& request, const Settings& settings, unsigned short port);

// Strict-Transport-Security for the seconds of the setting roster.tls.hsts, 0 for none. Not for the
// name localhost: browsers would hold every other server of this machine to https too.
void bind_to_https(Response& response, const Request& request, const Settings& settings);

}  // namespace roster
