// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/terminal.h"
#include "directory/mail/background.h"
#include "model/settings.h"
#include "storage/settings_file.h"

namespace roster {

// One message to one recipient, in UTF-8.
struct Mail {
    std::string to{};       // address
    std::string to_name{};  // may be empty, as may from_name
    std::string from_name{};
    std::string subject{};
    std::string text{};  // the same content as plain text and as HTML
    std::string html{};
};

// The mail server and how to use it: the settings mail_smtphost, mail_smtpport, mail_smtpsecure,
// mail_smtpauth, mail_smtpname, mail_smtppassword, mail_smtptimeout, mail_smtpstreamoptions,
// mail_from_address and mail_domain.
struct MailServer {
    std::string url{};  // smtp://host:port, or smtps:// for implicit TLS
    bool needs_tls = false;
    bool verifies_certificate = true;
    std::string name{};  // empty: no login
    Secret password{};
    std::int64_t timeout_s = 10;
    std::string from{};  // address
};

// Nothing when mail_smtphost, mail_from_address or mail_domain is missing, or mail_smtpmode is not
// smtp.
std::optional<MailServer> find_mail_server(const Settings& settings);

// Why there is none, as a clause: `mail_domain is not set`. "" when there is one.
std::string why_no_mail_server(const Settings& settings);

// A text as a mail header: ASCII as it is, anything else as encoded words (RFC 2047). Line breaks
// of the text are not preserved.
std::string to_header_text(std::string_view text);
// The header lines of a message, without those of its MIME parts. `now` in Unix seconds; `id` makes
// the Message-ID unique.
std::vector<std::string> mail_headers(const Mail& mail, const MailServer& server, std::int64_t now,
                                      std::string_view id);

// Delivers the message to the server. Returns the reason when that fails, nothing on success. Stops
// when `gives_up`, which is polled, returns true.
std::optional<std::string> deliver(const Mail& mail, const MailServer& server, std::int64_t now,
                                   const std::function<bool()>& gives_up);

// Sends mail in the background. A failure is logged (level debug, as in Nextcloud) and the mail is
// dropped. A missing mail server is reported on the terminal too. Thread-safe.
class Mailer {
  public:
    // Logs to nextcloud.log in `log_dir`.
    Mailer(Background& background, storage::SettingsFile& settings, Log& log,
           const std::string& log_dir, const Clock& clock, Terminal& terminal)
        : background_(background),
          settings_(settings),
          log_(log),
          log_dir_(log_dir),
          clock_(clock),
          terminal_(terminal) {}
    // Queues a mail and returns at once.
    void send(Mail mail);

  private:
    void note(const Settings& settings, const std::string& message);

    Background& background_;
    storage::SettingsFile& settings_;
    Log& log_;
    const std::string& log_dir_;
    const Clock& clock_;
    Terminal& terminal_;
};

}  // namespace roster
