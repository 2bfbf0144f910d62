// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/mail.h"

#include <curl/curl.h>
#include <fmt/chrono.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/crypto/crypto.h"
#include "base/text.h"
#include "directory/log_lines.h"
#include "directory/profiles/profile_rules.h"

namespace roster {

namespace {

constexpr std::int64_t kDefaultPort = 25, kHighestPort = 65535;
constexpr std::int64_t kDefaultTimeoutSeconds = 10, kLongestTimeoutSeconds = 300;
constexpr std::size_t kMessageIdLength = 24;
// An encoded word has at most 75 characters: `=?utf-8?B?`, 4 for every 3 bytes, `?=`.
constexpr std::size_t kEncodedWordBytes = 45;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct MimeDeleter {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Lines = std::unique_ptr<curl_slist, ListDeleter>;

void append(Lines& lines, const std::string& line) {
    curl_slist* longer = curl_slist_append(lines.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)lines.release();
    lines.reset(longer);
}

bool is_plain_header_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; }) &&
           text.find("=?") == std::string_view::npos;
}

std::string quoted_name(const std::string& name) {
    if (!is_plain_header_text(name)) return to_header_text(name);
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string mailbox(const std::string& address, const std::string& name) {
    return name.empty() ? "<" + address + ">" : quoted_name(name) + " <" + address + ">";
}

void add_part(curl_mime* mime, const std::string& body, const char* type) {
    curl_mimepart* part = curl_mime_addpart(mime);
    if (!part) throw std::bad_alloc();
    curl_mime_data(part, body.data(), body.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "base64");
}

int ask_to_give_up(void* gives_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return (*static_cast<const std::function<bool()>*>(gives_up))() ? 1 : 0;
}

void use_server(CURL* curl, const MailServer& server) {
    curl_easy_setopt(curl, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(server.needs_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, server.verifies_certificate ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, server.verifies_certificate ? 2L : 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.timeout_s));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(2 * server.timeout_s));
    if (server.name.empty()) return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.name.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.reveal().c_str());
}

// The setting mail_smtpstreamoptions, as Nextcloud documents it for self-signed certificates.
bool verifies_certificate(const Settings& settings) {
    const Value* options = settings.find("mail_smtpstreamoptions");
    const Value* ssl = options && options->array() ? options->array()->find("ssl") : nullptr;
    if (!ssl || !ssl->array()) return true;
    const Value* verify = ssl->array()->find("verify_peer");
    const Value* self_signed = ssl->array()->find("allow_self_signed");
    return !(verify && verify->boolean() && !*verify->boolean()) &&
           !(self_signed && self_signed->boolean() && *self_signed->boolean());
}

}  // namespace

std::optional<MailServer> find_mail_server(const Settings& settings) {
    const std::string host = settings.text("mail_smtphost");
    const std::string local_part = settings.text("mail_from_address");
    const std::string domain = settings.text("mail_domain");
    if (settings.text("mail_smtpmode", "smtp") != "smtp") return std::nullopt;
    if (host.empty() || local_part.empty() || domain.empty()) return std::nullopt;

    const std::string secure = settings.text("mail_smtpsecure");
    const std::int64_t port =
        std::clamp<std::int64_t>(settings.integer("mail_smtpport", kDefaultPort), 1, kHighestPort);
    MailServer server;
    server.url = fmt::format("{}://{}:{}", secure == "ssl" ? "smtps" : "smtp",
                             host.find(':') == std::string::npos ? host : "[" + host + "]", port);
    server.needs_tls = secure == "ssl" || secure == "tls";
    server.verifies_certificate = verifies_certificate(settings);
    if (settings.boolean("mail_smtpauth", false)) {
        server.name = settings.text("mail_smtpname");
        server.password = Secret(settings.text("mail_smtppassword"));
    }
    server.timeout_s = std::clamp<std::int64_t>(
        settings.integer("mail_smtptimeout", kDefaultTimeoutSeconds), 1, kLongestTimeoutSeconds);
    server.from = local_part + "@" + domain;
    return server;
}

std::string why_no_mail_server(const Settings& settings) {
    if (find_mail_server(settings)) return "";
    const std::string mode = settings.text("mail_smtpmode", "smtp");
    if (mode != "smtp") return fmt::format("mail_smtpmode is {}, and only smtp is spoken", mode);
    std::vector<std::string> missing;
    for (const char* key : {"mail_smtphost", "mail_from_address", "mail_domain"})
        if (settings.text(key).empty()) missing.emplace_back(key);
    return fmt::format("{} {} not set", fmt::join(missing, ", "),
                       missing.size() == 1 ? "is" : "are");
}

std::string to_header_text(std::string_view text) {
    if (is_plain_header_text(text)) return std::string(text);
    std::string words;
    while (!text.empty()) {
        const std::string_view piece = cut_at_character(text, kEncodedWordBytes);
        const std::size_t bytes =
            piece.empty() ? std::min(text.size(), kEncodedWordBytes) : piece.size();
        if (!words.empty()) words += "\r\n ";
        words += "=?utf-8?B?" + base64_encode(text.substr(0, bytes)) + "?=";
        text.remove_prefix(bytes);
    }
    return words;
}

std::vector<std::string> mail_headers(const Mail& mail, const MailServer& server, std::int64_t now,
                                      std::string_view id) {
    const std::string domain = server.from.substr(server.from.find('@') + 1);
    return {
        "Date: " + fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(now)),
        "From: " + mailbox(server.from, mail.from_name),
        "To: " + mailbox(mail.to, mail.to_name),
        "Subject: " + to_header_text(mail.subject),
        fmt::format("Message-ID: <{}@{}>", id, domain),
        // Prevents automatic replies.
        "Auto-Submitted: auto-generated",
        "Content-Type: multipart/alternative",
    };
}

std::optional<std::string> deliver(const Mail& mail, const MailServer& server, std::int64_t now,
                                   const std::function<bool()>& gives_up) {
    if (!is_email_address(mail.to)) return "this is no e-mail address";
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, EasyDeleter> handle(curl_easy_init());
    if (started != CURLE_OK || !handle) return "libcurl does not start";
    CURL* curl = handle.get();
    use_server(curl, server);

    Lines headers, recipients;
    const std::string id = random_text(kMessageIdLength, kAlphanumeric);
    for (const std::string& line : mail_headers(mail, server, now, id))
        append(headers, line);
    append(recipients, "<" + mail.to + ">");
    const std::unique_ptr<curl_mime, MimeDeleter> mime(curl_mime_init(curl));
    if (!mime) throw std::bad_alloc();
    add_part(mime.get(), mail.text, "text/plain; charset=utf-8");
    add_part(mime.get(), mail.html, "text/html; charset=utf-8");

    char reason[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + server.from + ">").c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_to_give_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &gives_up);
    const CURLcode result = curl_easy_perform(curl);
    if (result == CURLE_OK) return std::nullopt;
    return *reason ? reason : curl_easy_strerror(result);
}

void Mailer::note(const Settings& settings, const std::string& message) {
    const LogEntry entry{.level = LogLevel::debug, .app = "core", .message = message};
    write_lines(log_, log_dir_, settings, LogContext{}, {&entry, 1}, clock_());
}

void Mailer::send(Mail mail) {
    const std::shared_ptr<const Settings> settings = settings_.current();
    const std::string what =
        fmt::format("Mail to \"{}\" with subject \"{}\"", mail.to, mail.subject);
    const std::optional<MailServer> server = find_mail_server(*settings);
    if (!server) {
        const std::string why = fmt::format("was not sent: no mail server is configured ({})",
                                            why_no_mail_server(*settings));
        note(*settings, what + " " + why);
        terminal_.say("A mail " + why + "; roster doctor says what to set.", clock_());
        return;
    }
    const bool taken = background_.run([this, mail = std::move(mail), server, settings,
                                        what](const Background::Hurry& hurry) {
        try {
            if (const std::optional<std::string> reason = deliver(mail, *server, clock_(), hurry))
                note(*settings, fmt::format("{} was not sent: {}", what, *reason));
        } catch (const std::exception& accident) {
            note(*settings, fmt::format("{} was not sent: {}", what, accident.what()));
        }
    });
    if (!taken) note(*settings, what + " was not sent: too many are waiting");
}

}  // namespace roster
