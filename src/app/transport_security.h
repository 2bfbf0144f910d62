// SPDX-License-Identifier: Apache-2.0
// When passwords may be sent, and how clients are kept on HTTPS.
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

    // Whether there is TLS.
    bool given() const { return !certificate.empty(); }
};

// The files named by the options, otherwise by the settings roster.tls.certificate and
// roster.tls.key (relative to the data directory); empty without TLS. Throws std::runtime_error
// when one of the two is missing.
TlsFiles tls_files(const cli::Serving& wanted, Installation& installation);

// Throws std::runtime_error when other machines could send passwords unencrypted and no option or
// setting allows it; logs a warning when one does.
void check_exposure(Installation& installation, const cli::Serving& wanted, bool tls);

// Warns when users other than its owner can access the private key.
void check_key_file(Installation& installation, const TlsFiles& files);

// Writes a message of the server itself to the log and the terminal.
void tell(Installation& installation, LogLevel level, const std::string& message);
// The same for a caller that has the current settings.
void tell(Installation& installation, const Settings& settings, LogLevel level,
          const std::string& message);

// Redirects to the same URL by HTTPS on `port`; 400 for an untrusted host.
Response redirect_to_https(const Request& request, const Settings& settings, unsigned short port);

// Sets Strict-Transport-Security with the seconds of the setting roster.tls.hsts; 0 sends none.
// Never for localhost: browsers would require HTTPS from every other server on this machine, too.
void bind_to_https(Response& response, const Request& request, const Settings& settings);

}  // namespace roster
