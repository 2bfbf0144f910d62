// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/html_responses.h"

#include <fmt/core.h>

#include "base/html.h"
#include "base/text.h"
#include "ocs/headers.h"
#include "ocs/pages/translations.h"

namespace roster::ocs {

namespace {

constexpr const char* kHtml = "text/html; charset=UTF-8";
constexpr const char* kJson = "application/json; charset=utf-8";
constexpr const char* kRetryAfterSeconds = "120";

constexpr std::string_view kPage = R"(<!DOCTYPE html>
<html lang="en">
<head{2}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{0}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 28rem; margin: 15vh auto; padding: 0 1rem;
  overflow-wrap: break-word }}
input, button {{ display: block; width: 100%; box-sizing: border-box; margin: .4rem 0;
  padding: .5rem; font: inherit }}
.refusal {{ border-left: .25rem solid #b00020; background: #fdecee; color: #222;
  padding: .5rem .75rem }}
</style>
</head>
<body>
<h1>{0}</h1>
{1}
</body>
</html>
)";

// Scripts read the request token of the session there, if it has one.
std::string token_attribute(Exchange& exchange) {
    std::optional<Session>& session = exchange.run.session;
    if (!session || !session->has(session_key::kRequestToken)) return {};
    return fmt::format(" data-requesttoken=\"{}\"", masked_request_token(*session).reveal());
}

std::string page(Exchange& exchange, std::string_view title, std::string_view content) {
    return fmt::format(fmt::runtime(kPage), escape_html(title), content, token_attribute(exchange));
}

// An HTML page of a controller. It contains the request token if the session has one already.
void answer_html_page(Exchange& exchange, int status, std::string_view title,
                      std::string_view content) {
    set_html_headers(exchange);
    exchange.response.status = status;
    exchange.response.set("Content-Type", kHtml);
    exchange.response.body = page(exchange, title, content);
    set_user_header(exchange);
    compress(exchange);
}

std::string message_json(std::string_view name, std::string_view message) {
    std::string body;
    JsonWriter out(body);
    out.begin_map();
    out.member(name, message);
    out.end();
    return body;
}

// A response of the scripts in front: JSON, or an HTML page when the client wants HTML.
void answer_message_in_front(Exchange& exchange, int status, std::string_view message) {
    if (exchange.wants_html())
        answer_in_front(exchange, status, kHtml,
                        page(exchange, "Access denied", escape_html(message)));
    else
        answer_in_front(exchange, status, kJson, message_json("message", message));
}

void answer_nothing_found(Exchange& exchange) {
    exchange.response.status = 404;
    exchange.response.body = "[]";
    exchange.response.set("Content-Type", kJson);
    set_controller_headers(exchange);
    set_user_header(exchange);
}

void answer_unavailable(Exchange& exchange) {
    answer_in_front(exchange, 503, kHtml,
                    page(exchange, "Maintenance mode", "This instance is in maintenance mode."));
    exchange.response.set("X-Nextcloud-Maintenance-Mode", "1");
    exchange.response.set("Retry-After", kRetryAfterSeconds);
}

void answer_untrusted_host(Exchange& exchange) {
    if (exchange.head.path == "/status.php") {
        exchange.response.status = 400;
        exchange.response.set("Content-Type", "application/json");
        exchange.response.body = R"({"error": "Trusted domain error.", "code": 15})";
        exchange.response.length_known = false;
        set_sessionless_headers(exchange);
        return;
    }
    answer_in_front(exchange, 400, kHtml,
                    page(exchange, "Access through untrusted domain",
                         "The setting trusted_domains does not name this host."));
}

void answer_too_many(Exchange& exchange) {
    if (exchange.wants_html()) {
        answer_html_page(exchange, 429, "Too many requests", "Try again later.");
        return;
    }
    exchange.response.status = 429;
    exchange.response.set("Content-Type", kHtml);
    set_controller_headers(exchange);
    set_user_header(exchange);
}

void answer_too_many_guesses(Exchange& exchange) {
    answer_html_page(
        exchange, 429, "Too many requests",
        "<p class=\"refusal\" role=\"alert\">Too many wrong guesses have come from your "
        "network. Try again in half an hour, or ask the administrator to let your "
        "network in again.</p>");
    exchange.response.set("Feature-Policy",
                          "autoplay 'none';camera 'none';fullscreen 'none';geolocation 'none';"
                          "microphone 'none';payment 'none'");
}

void answer_unknown_page(Exchange& exchange) {
    answer_html_page(exchange, 404, "Page not found", "There is nothing under this address.");
}

void answer_accident(Exchange& exchange) {
    answer_in_front(exchange, 500, kHtml,
                    page(exchange, "Internal Server Error", "The log says what went wrong."));
}

// The path stays readable, the query is encoded.
std::string way_back(const Exchange& exchange) {
    const Target& target = exchange.head.target;
    if (target.query.empty()) return target.raw_path;
    return target.raw_path + "?" + percent_encode(target.query);
}

}  // namespace

void answer_html(Call& call, int status, std::string_view title, std::string_view content) {
    if (std::optional<Session>& session = call.exchange.run.session) {
        masked_request_token(*session);
        save_session(call.tx, *session);
    }
    answer_html_page(call.exchange, status, title, content);
}

void answer_form(Call& call, std::string_view title, std::string_view action,
                 std::string_view fields) {
    std::optional<Session>& session = call.exchange.run.session;
    const Secret token = session ? masked_request_token(*session) : Secret();
    answer_html(call, 200, title,
                fmt::format("<form method=\"post\" action=\"{}\">\n"
                            "<input type=\"hidden\" name=\"requesttoken\" value=\"{}\">\n"
                            "{}\n</form>",
                            escape_html(action), token.reveal(), fields));
}

void answer_redirect(Exchange& exchange, int status, std::string location) {
    exchange.response.status = status;
    exchange.response.set("Location", std::move(location));
    exchange.response.set("Content-Type", kHtml);
    set_controller_headers(exchange);
    set_user_header(exchange);
}

void answer_login_redirect(Exchange& exchange) {
    answer_redirect(exchange, 303,
                    exchange.run.origin.web_root + "/login?redirect_url=" + way_back(exchange));
}

void answer_message(Exchange& exchange, int status, std::string_view message) {
    if (exchange.wants_html()) {
        answer_html_page(exchange, status, "Access denied", escape_html(message));
        return;
    }
    exchange.response.status = status;
    exchange.response.body = message_json("message", message);
    exchange.response.set("Content-Type", kJson);
    set_controller_headers(exchange);
    set_user_header(exchange);
}

void answer_in_front(Exchange& exchange, int status, std::string_view content_type,
                     std::string body) {
    exchange.response.status = status;
    exchange.response.body = std::move(body);
    exchange.response.set("Content-Type", std::string(content_type));
    exchange.response.length_known = false;
    set_page_headers(exchange);
}

namespace {

// With a field, the throttle is the page's own; otherwise it is that of the login.
void answer_throttled(Exchange& exchange, const Error& error) {
    if (!error.field.empty()) return answer_too_many_guesses(exchange);
    answer_message_in_front(exchange, 429, error.message);
}

void answer_strict_cookie(Exchange& exchange) {
    answer_in_front(exchange, 412, kJson,
                    message_json("error", "Strict Cookie has not been found in request"));
}

void answer_bad_credentials(Exchange& exchange, const Error& error) {
    answer_message_in_front(exchange, 401, error.field == "disabled" ? "Account disabled" : "");
}

void answer_precondition(Exchange& exchange, Errc code) {
    answer_message(exchange, 412, code == Errc::csrf ? "CSRF check failed" : "App is not enabled");
}

void answer_refusal(Exchange& exchange, const Error& error) {
    const int status = error.code == Errc::bad_text ? 400 : 403;
    answer_message(exchange, status, text_for(exchange, error));
}

void answer_challenge_redirect(Exchange& exchange) {
    answer_redirect(
        exchange, 303,
        exchange.run.origin.web_root + "/login/selectchallenge?redirect_url=" + way_back(exchange));
}

}  // namespace

void refuse_page(Exchange& exchange, const Error& error) {
    switch (error.code) {
        case Errc::unauthenticated:
            if (exchange.wants_html()) return answer_login_redirect(exchange);
            return answer_message(exchange, 401, error.message);
        case Errc::bad_credentials:
            return answer_bad_credentials(exchange, error);
        case Errc::throttled:
            return answer_throttled(exchange, error);
        case Errc::csrf:
        case Errc::app_not_enabled:
            return answer_precondition(exchange, error.code);
        case Errc::strict_cookie:
            return answer_strict_cookie(exchange);
        case Errc::logged_out:
            return answer_redirect(exchange, 303, exchange.run.origin.url() + "/login?clear=1");
        case Errc::second_factor:
            return answer_challenge_redirect(exchange);
        case Errc::not_admin:
        case Errc::not_users_admin:
        case Errc::not_subadmin_or_admin:
        case Errc::address_not_allowed:
        case Errc::forbidden:
        case Errc::own_user:
        case Errc::admin_group:
        case Errc::password_unconfirmed:
        case Errc::bad_text:
            return answer_refusal(exchange, error);
        case Errc::method_not_allowed:
            return answer_in_front(exchange, 405, kHtml, "");
        case Errc::route_not_found:
            return answer_unknown_page(exchange);
        case Errc::user_not_found:
        case Errc::group_not_found:
        case Errc::app_not_found:
        case Errc::not_found:
            return answer_nothing_found(exchange);
        case Errc::rate_limited:
            return answer_too_many(exchange);
        case Errc::maintenance:
        case Errc::busy:
            return answer_unavailable(exchange);
        case Errc::untrusted_host:
            return answer_untrusted_host(exchange);
        case Errc::missing_argument:
        case Errc::invalid_argument:
        case Errc::unknown_key:
        case Errc::unknown_format:
        case Errc::user_exists:
        case Errc::group_exists:
        case Errc::not_subadmin:
        case Errc::already_a_mapped_group:
        case Errc::last_group:
        case Errc::password_policy:
        case Errc::mail_failed:
        case Errc::not_supported:
        case Errc::internal:
            return answer_accident(exchange);
    }
}

}  // namespace roster::ocs
