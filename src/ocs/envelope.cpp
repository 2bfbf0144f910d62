// SPDX-License-Identifier: Apache-2.0
#include "ocs/envelope.h"

#include <fmt/core.h>

#include <array>

#include "base/crypto/crypto.h"
#include "base/json/xml_writer.h"
#include "base/text.h"
#include "ocs/compat/exceptions.h"
#include "ocs/csrf.h"
#include "ocs/front.h"
#include "ocs/headers.h"
#include "ocs/login.h"
#include "ocs/numbers.h"
#include "ocs/pages/translations.h"
#include "ocs/php_signatures.h"
#include "ocs/routes.h"
#include "service/hints/hints.h"

namespace roster::ocs {

namespace {

constexpr std::size_t kUsualBodyBytes = 2048;
constexpr int kOk = 200, kOkV1 = 100, kNoContent = 204, kNotModified = 304;
constexpr int kUnauthorised = 997, kNotFound = 998, kUnknownError = 999, kServerError = 996;
constexpr const char* kServerErrorText = "Internal Server Error\n";
constexpr const char* kUnknownRouteText =
    "Invalid query, please check the syntax. API specifications are here: "
    "http://www.freedesktop.org/wiki/Specifications/open-collaboration-services.\n";

struct Meta {
    int number = kOk;
    std::string message{};
    std::string hint{};
};

bool is_success(int number) {
    return number >= 200 && number < 300;
}

void write_meta(Writer& out, bool v2, const Meta& meta) {
    const int shown = !v2 && meta.number == kOk ? kOkV1 : meta.number;
    const bool ok = v2 ? is_success(shown) : shown == kOkV1;
    out.key("meta");
    out.begin_map();
    out.member("status", ok ? "ok" : "failure");
    out.member("statuscode", shown);
    out.member("message", ok ? "OK" : std::string_view(meta.message));
    if (!v2) {
        out.member("totalitems", "");
        out.member("itemsperpage", "");
    }
    if (!ok && !meta.hint.empty()) out.member("hint", meta.hint);
    out.end();
}

// The text before the data. The outer map is written by hand because the data follow later.
std::string opening(Format format, bool v2, const Meta& meta) {
    std::string text;
    if (format == Format::json) {
        JsonWriter out(text);
        out.begin_map();
        out.key("ocs");
        out.begin_map();
        write_meta(out, v2, meta);
        text += ",\"data\":";
    } else {
        text = "<?xml version=\"1.0\"?>\n<ocs>\n";
        XmlWriter out(text, 1);
        write_meta(out, v2, meta);
    }
    return text;
}

std::string opening(const Exchange& exchange, Meta meta) {
    if (shows_hints_in_bodies(exchange)) meta.hint = exchange.run.hint;
    return opening(exchange.run.format, exchange.head.v2, meta);
}

// The opening of a success, which is always the same.
std::string_view usual_opening(const Exchange& exchange) {
    static const std::array<std::array<std::string, 2>, 2> kOpenings{
        {{opening(Format::xml, false, {}), opening(Format::xml, true, {})},
         {opening(Format::json, false, {}), opening(Format::json, true, {})}}};
    return kOpenings[exchange.run.format == Format::json][exchange.head.v2];
}

const char* closing(Format format) {
    return format == Format::json ? "}}" : "</ocs>\n";
}

std::unique_ptr<Writer> data_writer(Exchange& exchange) {
    if (exchange.run.format == Format::json) return std::make_unique<JsonWriter>(exchange.run.body);
    auto writer = std::make_unique<XmlWriter>(exchange.run.body, 1);
    writer->key("data");
    return writer;
}

void begin_answer(Exchange& exchange) {
    exchange.run.format = find_format(exchange);
    exchange.run.body.reserve(kUsualBodyBytes);
    exchange.run.body = usual_opening(exchange);
    exchange.run.opening_bytes = exchange.run.body.size();
    exchange.run.out = data_writer(exchange);
}

// Writes meta and data of an answer that is not the handler's own success.
void write_answer(Exchange& exchange, const Meta& meta, const Error& error, Shape shape) {
    exchange.run.body = opening(exchange, meta);
    const std::unique_ptr<Writer> out = data_writer(exchange);
    if (shape == Shape::returned_null) {
        out->null();
    } else if (shape == Shape::returned_text) {
        out->begin_map();
        out->key("data");
        out->begin_map();
        out->member("message", error.message);
        out->end();
        out->end();
    } else {
        out->begin_list();
        out->end();
    }
    exchange.run.body += closing(exchange.run.format);
    exchange.response.body = std::move(exchange.run.body);
    exchange.response.status = http_status(meta.number, exchange.head.v2);
}

void finish_controller(Exchange& exchange) {
    exchange.response.set("Content-Type", exchange.run.format == Format::json
                                              ? "application/json; charset=utf-8"
                                              : "application/xml; charset=utf-8");
    set_controller_headers(exchange);
    set_user_header(exchange);
    compress(exchange);
}

void answer_in_front(Exchange& exchange, int number, const std::string& message) {
    write_answer(exchange, {number, message}, Error{}, Shape::raised);
    exchange.response.set("Content-Type", front_content_type(exchange.run.format));
    exchange.response.length_known = false;
    set_controller_headers(exchange);
}

void answer_accidentally(Exchange& exchange) {
    answer_in_front(exchange, kServerError, kServerErrorText);
    set_user_header(exchange);
}

void answer_unknown_format(Exchange& exchange) {
    const Value* format = exchange.parameters().find("format");
    exchange.run.accident = fmt::format("No responder registered for format {}!",
                                        format && format->text() ? *format->text() : "");
    exchange.run.hint = hint_for(exchange, Error{.code = Errc::unknown_format});
    answer_accidentally(exchange);
}

// Keeps the ETag of a handler that knows it already.
void apply_etag(Exchange& exchange, std::string_view etag) {
    if (exchange.request.header("If-None-Match") != etag) return;
    exchange.response.status = exchange.head.v2 ? kNotModified : kOk;
    exchange.response.body = opening(exchange, {kNotModified}) +
                             exchange.response.body.substr(exchange.run.opening_bytes);
    if (exchange.head.v2) exchange.response.body.clear();
}

// A success without content, which v1 counts as a failure.
void answer_nothing(Exchange& exchange) {
    write_answer(exchange, {kNoContent}, Error{}, Shape::returned);
    if (exchange.head.v2) {
        exchange.response.body.clear();
        exchange.response.length_known = false;
    }
    finish_controller(exchange);
}

// Nextcloud's encoder fails on a text that is not UTF-8 (transport: create with body: latin1
// bytes). Only for the request of a single user: no list is empty because of one entry.
bool gives_up(const Exchange& exchange) {
    const Route& route = *exchange.run.route;
    return exchange.run.format == Format::json && !exchange.run.out->intact() &&
           route.method == "GET" && route.path == "/cloud/users/{userId}";
}

void finish_answer(Exchange& exchange) {
    Exchange::Run& run = exchange.run;
    if (is_format_a_list(exchange)) {
        answer_unrepresentable(exchange);
        return;
    }
    if (run.format == Format::unknown) {
        answer_unknown_format(exchange);
        return;
    }
    if (!run.has_content) {
        answer_nothing(exchange);
        return;
    }
    if (run.body.size() == run.opening_bytes) {
        run.out->begin_list();
        run.out->end();
    }
    run.body += closing(run.format);
    if (!run.out->representable() || gives_up(exchange)) {
        answer_unrepresentable(exchange);
        return;
    }
    exchange.response.body = std::move(run.body);
    if (const auto etag = exchange.response.find_header("ETag")) apply_etag(exchange, *etag);
    finish_controller(exchange);
    if (exchange.response.status == kNotModified) exchange.response.remove("Content-Type");
}

// For guards that may refuse at any endpoint.
constexpr Numbers kEverywhere{{{Errc::forbidden, 403, "scope"}}};

const Number* find_number(const Numbers& numbers, const Error& error) {
    for (const Number& number : numbers) {
        if (number.number == 0) break;
        if (number.reason == error.code && (number.field.empty() || number.field == error.field))
            return &number;
    }
    return nullptr;
}

const Number* find_number(const Route* route, const Error& error) {
    if (const Number* const number = find_number(kEverywhere, error)) return number;
    return route ? find_number(numbers_of(*route), error) : nullptr;
}

Shape shape_of(const Route* route, const Error& error) {
    const Number* number = find_number(route, error);
    return number ? number->shape : Shape::raised;
}

// What most endpoints answer for a reason. No default, so that a new reason has to choose.
int usual_number(Errc code) {
    switch (code) {
        case Errc::missing_argument:
        case Errc::unknown_format:
        case Errc::internal:
            return kServerError;
        case Errc::invalid_argument:
        case Errc::bad_text:
        case Errc::own_user:
            return 101;
        case Errc::user_exists:
        case Errc::group_exists:
        case Errc::not_subadmin:
        case Errc::admin_group:
        case Errc::mail_failed:
            return 102;
        case Errc::already_a_mapped_group:
            return 103;
        case Errc::last_group:
            return 105;
        case Errc::password_policy:
            return 107;
        case Errc::not_supported:
            return 112;
        case Errc::unknown_key:
            return 113;
        case Errc::user_not_found:
        case Errc::group_not_found:
        case Errc::app_not_found:
        case Errc::forbidden:
        case Errc::route_not_found:
            return kNotFound;
        case Errc::not_found:
            return 404;
        case Errc::unauthenticated:
        case Errc::bad_credentials:
            return kUnauthorised;
        case Errc::not_admin:
        case Errc::not_users_admin:
        case Errc::not_subadmin_or_admin:
        case Errc::address_not_allowed:
        case Errc::password_unconfirmed:
            return 403;
        case Errc::throttled:
        case Errc::rate_limited:
            return 429;
        case Errc::maintenance:
        case Errc::busy:
            return 503;
        case Errc::csrf:
        case Errc::strict_cookie:
        case Errc::app_not_enabled:
        case Errc::untrusted_host:
        case Errc::method_not_allowed:
        case Errc::second_factor:
        case Errc::logged_out:
            break;  // Answered outside the envelope.
    }
    return kUnknownError;
}

// What the script in front of all controllers answers itself; false for any other refusal.
bool refuse_in_front(Exchange& exchange, const Error& error) {
    switch (error.code) {
        case Errc::route_not_found:
            answer_in_front(exchange, kNotFound, kUnknownRouteText);
            set_user_header(exchange);
            return true;
        case Errc::bad_credentials:
            if (find_number(exchange.run.route, error)) return false;
            answer_in_front(exchange, kUnauthorised, "Unauthorised");
            exchange.response.set("WWW-Authenticate", authenticate_challenge(exchange));
            set_user_header(exchange);
            return true;
        case Errc::throttled:
            // With a field, the throttle is the endpoint's own; otherwise it is that of the login.
            if (!error.field.empty()) return false;
            answer_in_front(exchange, 429, error.message);
            return true;
        case Errc::maintenance:
            answer_in_front(exchange, 503, "Service unavailable");
            exchange.response.status = 503;  // on both versions
            exchange.response.set("X-Nextcloud-Maintenance-Mode", "1");
            return true;
        default:
            return false;
    }
}

void refuse_answer(Exchange& exchange, const Error& error) {
    exchange.run.format = find_format(exchange);
    if (answer_outside_envelope(exchange, error) || refuse_in_front(exchange, error)) return;
    const int number = ocs_number(exchange.run.route, error);
    const Shape shape = shape_of(exchange.run.route, error);
    const bool unwritable = shape != Shape::raised && exchange.run.format == Format::unknown;
    if (unwritable) {
        answer_unknown_format(exchange);
        return;
    }
    if (number == kServerError) {
        answer_accidentally(exchange);
        return;
    }
    const std::string message = shape == Shape::raised ? text_for(exchange, error) : "";
    write_answer(exchange, {number, message}, error, shape);
    finish_controller(exchange);
}

}  // namespace

int ocs_number(const Route* route, const Error& error) {
    if (const Number* number = find_number(route, error)) return number->number;
    return usual_number(error.code);
}

int http_status(int number, bool v2) {
    if (number == kUnauthorised) return 401;
    if (!v2) return 200;
    if (number == kNotFound) return 404;
    if (number == kServerError || number == kUnknownError) return 500;
    if (number < 200 || number > 600) return 400;
    return number;
}

const Protocol& protocol() {
    static const Protocol kProtocol{
        .name = "ocs",
        .address = "/ocs/v2.php",
        .routes = routes(),
        .claims = claims_request,
        .admit = admit_request,
        .shows_credentials = shows_credentials,
        .log_in = log_in,
        .passes_csrf_check = passes_csrf_check,
        .begin = begin_answer,
        .finish = finish_answer,
        .refuse = refuse_answer,
        .show_delay = show_delay,
        .missing_argument_text = missing_argument_text,
        .exception_of = compat::exception_of,
        .explains_paths = true,
    };
    return kProtocol;
}

}  // namespace roster::ocs
