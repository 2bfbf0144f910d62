// SPDX-License-Identifier: Apache-2.0
#include "ocs/front.h"

#include <fmt/core.h>

#include "base/host.h"
#include "base/text.h"
#include "ocs/cookies.h"
#include "ocs/headers.h"

namespace roster::ocs {

namespace {

constexpr std::string_view kV1 = "/ocs/v1.php", kV2 = "/ocs/v2.php";
constexpr const char* kJson = "application/json; charset=utf-8";
constexpr const char* kHtml = "text/html; charset=UTF-8";

// A body with one member, and the hint beside it for clients that want hints in bodies.
std::string bare_json(const Exchange& exchange, std::string_view name, std::string_view text) {
    std::string body;
    JsonWriter out(body);
    out.begin_map();
    out.member(name, text);
    if (shows_hints_in_bodies(exchange) && !exchange.run.hint.empty())
        out.member("hint", exchange.run.hint);
    out.end();
    return body;
}

std::string html_page(std::string_view title) {
    return fmt::format(
        "<!DOCTYPE html>\n<html><head><title>{0}</title></head><body><h1>{0}</h1>"
        "</body></html>\n",
        title);
}

void answer_412(Exchange& exchange, std::string_view message) {
    exchange.response.status = 412;
    if (exchange.wants_html()) {
        exchange.response.body = html_page(message);
        exchange.response.set("Content-Type", kHtml);
        set_html_headers(exchange);
    } else {
        exchange.response.body = bare_json(exchange, "message", message);
        exchange.response.set("Content-Type", kJson);
        set_controller_headers(exchange);
    }
    set_user_header(exchange);
}

void answer_strict_cookie(Exchange& exchange) {
    exchange.response.status = 412;
    exchange.response.body =
        bare_json(exchange, "error", "Strict Cookie has not been found in request");
    exchange.response.set("Content-Type", "application/json");
    exchange.response.length_known = false;
    set_page_headers(exchange);
    renew_same_site_cookies(exchange);
}

void answer_wrong_method(Exchange& exchange) {
    exchange.response.status = 405;
    exchange.response.set("Content-Type", front_content_type(exchange.run.format));
    exchange.response.length_known = false;
    set_page_headers(exchange);
}

void answer_rate_limited(Exchange& exchange) {
    exchange.response.status = 429;
    exchange.response.set("Content-Type", kHtml);
    if (exchange.wants_html()) {
        exchange.response.body = html_page("Too many requests");
        set_html_headers(exchange);
    } else {
        set_controller_headers(exchange);
    }
    set_user_header(exchange);
}

void answer_untrusted_host(Exchange& exchange) {
    exchange.response.status = 400;
    exchange.response.body = html_page("Access through untrusted domain");
    exchange.response.set("Content-Type", kHtml);
    exchange.response.length_known = false;
    set_page_headers(exchange);
}

void redirect(Exchange& exchange, const std::string& path) {
    exchange.response.status = 303;
    exchange.response.set("Location", path);
    exchange.response.set("Content-Type", kHtml);
    set_controller_headers(exchange);
    set_user_header(exchange);
}

// The path stays readable, the query is encoded.
std::string redirect_url(const Exchange& exchange) {
    std::string text = exchange.head.target.raw_path;
    if (!exchange.head.target.query.empty())
        text += "?" + percent_encode(exchange.head.target.query);
    return text;
}

}  // namespace

bool claims_request(Exchange& exchange) {
    const std::string_view path = exchange.head.target.path;
    if (!path.starts_with(kV1) && !path.starts_with(kV2)) return false;
    const std::string_view rest = path.substr(kV1.size());
    if (!rest.empty() && rest.front() != '/') return false;
    exchange.head.v2 = path.starts_with(kV2);
    exchange.head.path = rest.empty() ? "/" : rest;
    return true;
}

Result<Done> admit_request(Exchange& exchange) {
    if (!passes_same_site_check(exchange)) return refuse(Errc::strict_cookie);
    return Done{};
}

Format find_format(const Exchange& exchange) {
    const auto named = [](std::string_view name) {
        if (name == "json") return Format::json;
        return name == "xml" ? Format::xml : Format::unknown;
    };
    if (const Value* format = exchange.parameters().find("format"); format && !format->is_null())
        return format->text() ? named(*format->text()) : Format::unknown;
    constexpr std::string_view kPrefix = "application/";
    for (const std::string_view item : split(exchange.request.header("Accept"), ',')) {
        const std::string type = to_ascii_lower(trim(item));
        if (type.starts_with(kPrefix)) return named(std::string_view(type).substr(kPrefix.size()));
    }
    return Format::xml;
}

bool is_format_a_list(const Exchange& exchange) {
    const Value* format = exchange.parameters().find("format");
    return format && !format->is_null() && !format->text();
}

const char* front_content_type(Format format) {
    switch (format) {
        case Format::json:
            return kJson;
        case Format::xml:
            return "text/xml; charset=UTF-8";
        case Format::unknown:
            break;
    }
    return "application/octet-stream; charset=utf-8";
}

std::string authenticate_challenge(const Exchange& exchange) {
    const bool from_script = exchange.request.header("X-Requested-With") == "XMLHttpRequest";
    return fmt::format("{} realm=\"Authorisation Required\"", from_script ? "DummyBasic" : "Basic");
}

bool shows_hints_in_bodies(const Exchange& exchange) {
    return exchange.run.settings->text("roster.hints") == "body";
}

namespace {

const char* why_unrepresentable(const Exchange& exchange) {
    if (is_format_a_list(exchange)) return "Give format once: format=json or format=xml.";
    if (exchange.run.format == Format::json)
        return "A text of this account is no UTF-8, and JSON cannot hold it: set that field anew, "
               "or "
               "ask for format=xml.";
    return "An id in this answer cannot name an XML element, so the answer is empty: ask for "
           "format=json.";
}

}  // namespace

void answer_unrepresentable(Exchange& exchange) {
    exchange.run.hint = why_unrepresentable(exchange);
    if (exchange.run.format == Format::json) {
        // The headers were set before the text turned out not to be UTF-8.
        exchange.response.set("Content-Type", kJson);
        set_controller_headers(exchange);
        set_user_header(exchange);
        return;
    }
    exchange.response.set("Content-Type", kHtml);
    exchange.response.length_known = false;
    set_page_headers(exchange);
}

bool answer_outside_envelope(Exchange& exchange, const Error& error) {
    if (is_format_a_list(exchange)) {
        answer_unrepresentable(exchange);
        return true;
    }
    switch (error.code) {
        case Errc::csrf:
            answer_412(exchange, "CSRF check failed");
            return true;
        case Errc::app_not_enabled:
            answer_412(exchange, "App is not enabled");
            return true;
        case Errc::strict_cookie:
            answer_strict_cookie(exchange);
            return true;
        case Errc::method_not_allowed:
            answer_wrong_method(exchange);
            return true;
        case Errc::rate_limited:
            answer_rate_limited(exchange);
            return true;
        case Errc::untrusted_host:
            answer_untrusted_host(exchange);
            return true;
        case Errc::logged_out:
            redirect(exchange, exchange.run.origin.url() + "/login?clear=1");
            return true;
        case Errc::second_factor:
            redirect(exchange, "/login/selectchallenge?redirect_url=" + redirect_url(exchange));
            return true;
        case Errc::unauthenticated:
            if (!exchange.wants_html()) return false;
            redirect(exchange, "/login?redirect_url=" + redirect_url(exchange));
            return true;
        default:
            return false;
    }
}

}  // namespace roster::ocs
