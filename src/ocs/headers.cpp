// SPDX-License-Identifier: Apache-2.0
#include "ocs/headers.h"

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/gzip.h"
#include "ocs/cookies.h"

namespace roster::ocs {

namespace {

constexpr std::size_t kNonceLength = 44;

constexpr std::string_view kSecurityLines =
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: SAMEORIGIN\r\n"
    "X-Permitted-Cross-Domain-Policies: none\r\n";

// Such a response may load nothing.
constexpr std::string_view kControllerLines =
    "Content-Security-Policy: default-src 'none';base-uri 'none';manifest-src 'self';"
    "frame-ancestors 'none'\r\n"
    "Feature-Policy: autoplay 'none';camera 'none';fullscreen 'none';geolocation 'none';"
    "microphone 'none';payment 'none'\r\n";

constexpr std::string_view kUncachedLines =
    "X-Robots-Tag: noindex, nofollow\r\n"
    "Cache-Control: no-cache, no-store, must-revalidate\r\n";

void set_common_headers(Exchange& exchange) {
    exchange.response.add("X-Request-Id", exchange.head.request_id);
    exchange.response.add_lines(kSecurityLines);
    set_session_cookies(exchange);
}

void set_page_policy(Response& response) {
    response.set("Content-Security-Policy",
                 fmt::format("default-src 'self'; script-src 'self' 'nonce-{}'; style-src 'self' "
                             "'unsafe-inline'; frame-src *; img-src * data: blob:; font-src 'self' "
                             "data:; media-src *; connect-src *; object-src 'none'; base-uri "
                             "'self';",
                             random_text(kNonceLength, kBase64Alphabet)));
}

// What the responses of all controllers have in common.
void set_uncached_headers(Exchange& exchange) {
    exchange.response.add_lines(kUncachedLines);
    if (!exchange.run.throttled_ms.empty())
        exchange.response.add("X-Nextcloud-Bruteforce-Throttled", exchange.run.throttled_ms);
    set_common_headers(exchange);
}

}  // namespace

void show_delay(Exchange& exchange, std::int64_t delay_ms) {
    exchange.run.throttled_ms = fmt::format("{}ms", delay_ms);
    // A page has its headers when its handler returns.
    if (!exchange.response.header_lines.empty())
        exchange.response.set("X-Nextcloud-Bruteforce-Throttled", exchange.run.throttled_ms);
}

void set_controller_headers(Exchange& exchange) {
    exchange.response.add_lines(kControllerLines);
    set_uncached_headers(exchange);
}

void set_page_headers(Exchange& exchange) {
    set_page_policy(exchange.response);
    set_common_headers(exchange);
}

void set_html_headers(Exchange& exchange) {
    Response& response = exchange.response;
    const std::string nonce = random_text(kNonceLength, kBase64Alphabet);
    response.set(
        "Content-Security-Policy",
        fmt::format("default-src 'none';base-uri 'none';manifest-src 'self';script-src "
                    "'nonce-{0}';script-src-elem 'strict-dynamic' 'nonce-{0}';style-src 'self' "
                    "'unsafe-inline';img-src 'self' data: blob: https://*.tile.openstreetmap.org;"
                    "font-src 'self' data:;connect-src 'self';media-src 'self';frame-src 'self';"
                    "frame-ancestors 'self';form-action 'self'",
                    nonce));
    response.set("Feature-Policy",
                 "autoplay 'self';camera 'none';fullscreen 'self';geolocation 'none';"
                 "microphone 'none';payment 'none'");
    set_uncached_headers(exchange);
}

void allow_workers(Response& response) {
    constexpr std::string_view kPolicy = "Content-Security-Policy", kBefore = "form-action";
    std::string policy(response.find_header(kPolicy).value_or(""));
    policy.insert(policy.find(kBefore), "worker-src 'self';");
    response.set(kPolicy, policy);
}

void set_sessionless_headers(Exchange& exchange) {
    set_page_policy(exchange.response);
    exchange.response.add_lines(kSecurityLines);
    set_same_site_cookies(exchange);
}

void set_user_header(Exchange& exchange) {
    if (!exchange.run.actor.uid.empty()) exchange.response.add("X-User-Id", exchange.run.actor.uid);
}

void compress(Exchange& exchange) {
    Response& response = exchange.response;
    if (response.status != 200 || response.body.empty()) return;
    if (exchange.request.header("Accept-Encoding").find("gzip") == std::string_view::npos) return;
    response.body = gzip(response.body);
    response.set("Content-Encoding", "gzip");
}

}  // namespace roster::ocs
