// SPDX-License-Identifier: Apache-2.0
#include "ocs/cookies.h"

#include <fmt/core.h>

#include "base/text.h"

namespace roster::ocs {

namespace {

constexpr const char* kMarks[] = {"lax", "strict"};
constexpr const char* kPast = "Thu, 01-Jan-1970 00:00:01 GMT";
constexpr std::string_view kMarkName = "nc_sameSiteCookie";

std::string_view path_of(const Origin& origin) {
    return origin.web_root.empty() ? std::string_view("/") : origin.web_root;
}

std::string_view secure_of(const Origin& origin) {
    return origin.is_secure() ? "secure; " : "";
}

// Writes Set-Cookie like PHP, with the value encoded.
void set_cookie(Exchange& exchange, std::string_view name, std::string_view value,
                std::string_view attributes) {
    const Origin& origin = exchange.run.origin;
    exchange.response.add("Set-Cookie", {name, "=", percent_encode(value), "; path=",
                                         path_of(origin), "; ", secure_of(origin), attributes});
}

// Browsers accept a cookie of that name only over HTTPS and for the whole host.
std::string_view mark_prefix(const Origin& origin) {
    return origin.is_secure() && origin.web_root.empty() ? "__Host-" : "";
}

std::string mark_name(const Exchange& exchange, std::string_view mark) {
    return std::string(mark_prefix(exchange.run.origin)).append(kMarkName).append(mark);
}

void set_remember_cookies(Exchange& exchange, const RememberCookies& cookies) {
    const bool clears = !cookies.complete();
    if (!clears && cookies.seconds <= 0) return;
    const std::string attributes =
        clears ? fmt::format("expires={}; Max-Age=0; HttpOnly; SameSite=Lax", kPast)
               : fmt::format("Max-Age={}; HttpOnly; SameSite=Lax", cookies.seconds);
    const auto set = [&](std::string_view name, std::string_view value) {
        set_cookie(exchange, name, clears ? "deleted" : value, attributes);
    };
    set("nc_username", cookies.uid);
    set("nc_token", cookies.token.reveal());
    set("nc_session_id", cookies.session_id.reveal());
}

}  // namespace

std::string session_cookie_name(const Exchange& exchange) {
    return exchange.run.settings->text("instanceid");
}

void set_same_site_cookies(Exchange& exchange) {
    if (exchange.request.header("Cookie").empty()) renew_same_site_cookies(exchange);
}

void renew_same_site_cookies(Exchange& exchange) {
    const Origin& origin = exchange.run.origin;
    for (const std::string_view mark : kMarks)
        exchange.response.add(
            "Set-Cookie", {mark_prefix(origin), kMarkName, mark, "=true; path=", path_of(origin),
                           "; ", secure_of(origin),
                           "httponly; expires=Fri, 31-Dec-2100 23:59:59 GMT; SameSite=", mark});
}

void set_session_cookies(Exchange& exchange) {
    constexpr const char* kAttributes = "HttpOnly; SameSite=Lax";
    const std::string name = session_cookie_name(exchange);
    std::optional<Session>& session = exchange.run.session;
    if (!session) {
        // The session was not read yet.
        session.emplace();
        session->passphrase = Secret(cookie(exchange.request, kPassphraseCookie));
        session->new_passphrase = session->passphrase.empty();
        if (session->new_passphrase) session->passphrase = draw_passphrase();
        session->announce = cookie(exchange.request, name).empty();
        session->id = empty_session_id(*exchange.run.settings, session->passphrase);
    }
    if (session->new_passphrase)
        set_cookie(exchange, kPassphraseCookie, session->passphrase.reveal(), kAttributes);
    set_same_site_cookies(exchange);
    if (session->announce) set_cookie(exchange, name, session->id.reveal(), kAttributes);
    if (exchange.run.remember) set_remember_cookies(exchange, *exchange.run.remember);
    if (exchange.run.actor.credential == Credential::password &&
        cookie(exchange.request, kTestCookie).empty())
        set_cookie(exchange, kTestCookie, "test", "Max-Age=3600");
}

bool passes_same_site_check(const Exchange& exchange) {
    const std::string_view header = exchange.request.header("OCS-APIRequest");
    if (!header.empty() && header != "0") return true;
    if (cookie(exchange.request, session_cookie_name(exchange)).empty() &&
        cookie(exchange.request, "nc_token").empty())
        return true;
    for (const std::string_view mark : kMarks)
        if (cookie(exchange.request, mark_name(exchange, mark)) != "true") return false;
    return true;
}

}  // namespace roster::ocs
