// SPDX-License-Identifier: Apache-2.0
#include "api/protocol.h"

#include "api/routes.h"
#include "base/json/strict_json_writer.h"
#include "service/exchange.h"

namespace roster::api {

namespace {

constexpr std::string_view kPrefix = "/api/v1";
constexpr const char* kJson = "application/json; charset=utf-8";

bool claims(Exchange& exchange) {
    return claims_below(exchange, kPrefix);
}

void begin(Exchange& exchange) {
    exchange.run.out = std::make_unique<StrictJsonWriter>(exchange.run.body);
}

void finish(Exchange& exchange) {
    if (exchange.run.body.empty()) {
        exchange.run.out->begin_map();
        exchange.run.out->end();
    }
    exchange.response.set("Content-Type", kJson);
    exchange.response.body = std::move(exchange.run.body);
}

struct Status {
    int http;
    const char* name;
};

// No default, so that a new reason has to choose.
Status status_of(Errc code) {
    switch (code) {
        case Errc::missing_argument:
        case Errc::untrusted_host:
        case Errc::invalid_argument:
        case Errc::bad_text:
        case Errc::unknown_key:
        case Errc::password_policy:
        case Errc::unknown_format:  // Everything here is JSON.
            return {400, code == Errc::missing_argument ? "missing_argument" : "invalid_argument"};
        case Errc::user_exists:
            return {409, "user_exists"};
        case Errc::group_exists:
        case Errc::already_a_mapped_group:
            return {409, "group_exists"};
        case Errc::user_not_found:
            return {404, "user_not_found"};
        case Errc::group_not_found:
            return {404, "group_not_found"};
        case Errc::app_not_found:
            return {404, "app_not_found"};
        case Errc::not_found:
        case Errc::not_subadmin:
        case Errc::route_not_found:
            return {404, "not_found"};
        case Errc::method_not_allowed:
            return {405, "method_not_allowed"};
        case Errc::unauthenticated:
        case Errc::bad_credentials:
        case Errc::second_factor:
        case Errc::logged_out:
            return {401, "unauthenticated"};
        case Errc::not_admin:
        case Errc::not_users_admin:
        case Errc::not_subadmin_or_admin:
        case Errc::address_not_allowed:
        case Errc::forbidden:
        case Errc::own_user:
        case Errc::admin_group:
        case Errc::last_group:
        case Errc::password_unconfirmed:
        case Errc::app_not_enabled:
            return {403, "forbidden"};
        case Errc::csrf:
        case Errc::strict_cookie:
            return {412, "csrf"};
        case Errc::throttled:
        case Errc::rate_limited:
            return {429, "throttled"};
        case Errc::mail_failed:
        case Errc::not_supported:
            return {501, "not_supported"};
        case Errc::maintenance:
        case Errc::busy:
            return {503, "unavailable"};
        case Errc::internal:
            break;
    }
    return {500, "internal"};
}

// {"code", "message", "field", "hint"}, each only if it is not empty.
void refuse(Exchange& exchange, const Error& error) {
    const Status status = status_of(error.code);
    exchange.response.status = status.http;
    exchange.response.set("Content-Type", kJson);
    StrictJsonWriter out(exchange.response.body);
    out.begin_map();
    out.member("code", status.name);
    if (!error.message.empty()) out.member("message", message_of(error));
    if (!error.field.empty()) out.member("field", error.field);
    if (!exchange.run.hint.empty()) out.member("hint", exchange.run.hint);
    out.end();
}

}  // namespace

bool claims_below(Exchange& exchange, std::string_view prefix) {
    const std::string& path = exchange.head.target.path;
    if (!path.starts_with(prefix) || path.size() == prefix.size() || path[prefix.size()] != '/')
        return false;
    exchange.head.path = path.substr(prefix.size());
    return true;
}

const Protocol& protocol() {
    static const Protocol kProtocol{.name = "api",
                                    .address = kPrefix,
                                    .routes = routes(),
                                    .claims = claims,
                                    .begin = begin,
                                    .finish = finish,
                                    .refuse = refuse};
    return kProtocol;
}

}  // namespace roster::api
