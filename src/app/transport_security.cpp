// SPDX-License-Identifier: Apache-2.0
#include "app/transport_security.h"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "base/address.h"
#include "base/host.h"
#include "directory/doctor.h"
#include "directory/log_lines.h"
#include "service/request/origin.h"

namespace roster {

namespace {

constexpr int kPermanentRedirect = 308, kBadRequest = 400;
constexpr unsigned short kHttpsPort = 443;
constexpr std::int64_t kHalfAYear = 15'552'000;  // what Nextcloud's own server check demands

bool is_this_machine(const std::string& address) {
    return address == "localhost" || address == "::1" || in_address_range(address, "127.0.0.0/8");
}

}  // namespace

void check_key_file(Installation& installation, const TlsFiles& files) {
    if (files.given() && is_open_to_others(files.key))
        tell(installation, LogLevel::warning,
             fmt::format("Others than its owner can get at {}, the key of the TLS certificate: "
                         "chmod 600 {}",
                         files.key, files.key));
}

TlsFiles tls_files(const cli::Serving& wanted, Installation& installation) {
    TlsFiles files{.certificate = wanted.tls_certificate, .key = wanted.tls_key};
    if (files.certificate.empty() != files.key.empty())
        throw std::runtime_error(
            "TLS needs a certificate and its key: give both --tls-cert FILE and --tls-key FILE.");
    if (files.given()) return files;
    const auto settings = installation.settings.current();
    files = {.certificate = settings->text("roster.tls.certificate"),
             .key = settings->text("roster.tls.key")};
    if (files.certificate.empty() != files.key.empty())
        throw std::runtime_error(
            "TLS needs a certificate and its key: set both roster.tls.certificate and "
            "roster.tls.key.");
    if (!files.given()) return files;
    const std::filesystem::path folder(installation.data_dir);
    return {.certificate = folder / files.certificate, .key = folder / files.key};
}

void check_exposure(Installation& installation, const cli::Serving& wanted, bool tls) {
    if (wanted.redirect && !tls)
        throw std::runtime_error(
            "--redirect-http needs TLS to redirect to: give --tls-cert FILE and --tls-key FILE.");
    const std::string& address = wanted.listen.address;
    if (tls || is_this_machine(address)) return;
    if (wanted.insecure_http) {
        tell(installation, LogLevel::warning,
             fmt::format("Plain http on {}, as --insecure-http allows: passwords travel in clear.",
                         address));
        return;
    }
    if (!installation.settings.current()->texts("trusted_proxies").empty()) return;
    throw std::runtime_error(fmt::format(
        "On {} others than this machine could connect, and their passwords would travel in clear. "
        "Give --tls-cert FILE and --tls-key FILE (roster tls:self-signed makes both, for a test), "
        "or set trusted_proxies to the address of a proxy that speaks TLS to them, or say "
        "--insecure-http if nobody can listen in on this network.",
        address));
}

void tell(Installation& installation, const Settings& settings, LogLevel level,
          const std::string& message) {
    const LogEntry entry{.level = level, .app = "roster", .message = message};
    write_lines(installation.log, installation.log_dir, settings, LogContext{}, {&entry, 1},
                installation.clock());
    fmt::print(stderr, "{}\n", message);
}

void tell(Installation& installation, LogLevel level, const std::string& message) {
    tell(installation, *installation.settings.current(), level, message);
}

Response redirect_to_https(const Request& request, const Settings& settings, unsigned short port) {
    std::string host = settings.text("overwritehost");
    const bool is_theirs = host.empty();
    if (is_theirs) {
        host = without_port(request.header("Host"));
        if (port != kHttpsPort) host += fmt::format(":{}", port);
    }
    Response response{.status = kPermanentRedirect};
    response.set("Content-Type", "text/plain; charset=utf-8");
    const bool leads_on = !is_theirs || is_trusted_host(settings, request.header("Host"));
    // Any other target, such as `*`, makes no sense at another host.
    if (!leads_on || !request.target.starts_with('/')) {
        response.status = kBadRequest;
        response.body =
            "Call this server by https, and by a name of the setting trusted_domains.\n";
        return response;
    }
    const std::string url = "https://" + host + request.target;
    response.set("Location", url);
    if (request.find_header("Authorization") || request.find_header("Cookie"))
        response.set("Roster-Hint",
                     "What identifies you has just travelled in clear: call https at once, and "
                     "change the password if others may have read it.");
    response.body = "This server speaks https.\n";
    return response;
}

void bind_to_https(Response& response, const Request& request, const Settings& settings) {
    const std::int64_t seconds = settings.integer("roster.tls.hsts", kHalfAYear);
    if (seconds <= 0 || without_port(request.header("Host")) == "localhost") return;
    response.set("Strict-Transport-Security", fmt::format("max-age={}", seconds));
}

}  // namespace roster
