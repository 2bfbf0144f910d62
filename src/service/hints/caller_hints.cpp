// SPDX-License-Identifier: Apache-2.0
#include "service/hints/caller_hints.h"
#include "http/basic.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/host.h"
#include "base/text.h"
#include "service/hints/argument_hints.h"
#include "service/hints/route_hints.h"

namespace roster {

namespace {

// A free index of the setting trusted_domains.
std::size_t free_index(const Settings& settings) {
    const Value* trusted = settings.find("trusted_domains");
    if (!trusted || !trusted->array()) return settings.texts("trusted_domains").size();
    std::size_t index = trusted->array()->size();
    while (trusted->array()->find(std::to_string(index)))
        ++index;
    return index;
}

std::string untrusted_host_hint(const Exchange& exchange) {
    const std::string& host = exchange.run.origin.asked_host;
    const std::string name =
        is_host(host) ? fmt::format("'{}'", without_port(host)) : std::string("NAME");
    return fmt::format(
        "Call the server by a name of the setting trusted_domains, or, if this is a name of the "
        "server, add it: roster --data-dir DIR config:system:set trusted_domains {} --value {}",
        free_index(*exchange.run.settings), name);
}

// Whether -u and NAME:PASSWORD were copied with curved quotes.
bool is_in_typographic_quotes(const Request& request) {
    const std::string_view header = request.header("Authorization");
    const std::string_view word = header.substr(0, header.find(' '));
    const std::string_view rest = trim(header.substr(word.size()));
    if (equals_ignoring_case(word, "bearer")) return has_typographic_quote_at_an_end(rest);
    if (!equals_ignoring_case(word, "basic")) return false;
    const std::string decoded = base64_decode(rest);
    const std::string_view credentials = decoded;
    const std::size_t colon = std::min(credentials.find(':'), credentials.size());
    return has_typographic_quote_at_an_end(credentials.substr(0, colon)) ||
           has_typographic_quote_at_an_end(
               credentials.substr(std::min(colon + 1, credentials.size())));
}

bool is_basic_without_base64(const Request& request) {
    const std::string_view header = request.header("Authorization");
    const std::size_t blank = header.find(' ');
    // Base64 contains no colon.
    return equals_ignoring_case(header.substr(0, blank), "basic") &&
           header.find(':') != header.npos;
}

const char* credentials_hint(const Request& request) {
    if (is_basic_without_base64(request))
        return "Behind Basic stands NAME:PASSWORD in base64, not as it is; curl: -u NAME:PASSWORD "
               "makes it.";
    if (is_in_typographic_quotes(request))
        return "The credentials begin or end with a typographic quote, as copied text has it: a "
               "shell wants straight ones, ' or \".";
    return "";
}

// An administrator or delegate whose address may not administer.
bool is_kept_out_by_address(const Exchange& exchange, const Error& error) {
    const Actor& actor = exchange.run.actor;
    if (!(actor.in_admin_group && !actor.admin) && !actor.delegated_outside) return false;
    switch (error.code) {
        case Errc::not_admin:
        case Errc::not_users_admin:
        case Errc::not_subadmin_or_admin:
        case Errc::address_not_allowed:
        case Errc::user_not_found:  // also for users that the actor may not see
            return true;
        case Errc::forbidden:
            return error.field != "password" && error.field != "apppassword";
        default:
            return false;
    }
}

// Whether a name differs from the header's only in what stands between or before its words.
bool is_almost_the_header(std::string_view name) {
    std::string letters = to_ascii_lower(name);
    std::erase_if(letters, [](char c) { return c < 'a' || c > 'z'; });
    return letters.ends_with("ocsapirequest");
}

std::string csrf_hint(const Request& request) {
    for (const auto& [name, value] : request.headers) {
        if (!is_almost_the_header(name)) continue;
        if (!equals_ignoring_case(name, "OCS-APIRequest"))
            return fmt::format(
                "'{}' was sent, but the header has one hyphen, behind OCS; with curl: -H "
                "'OCS-APIRequest: true'.",
                printable(name));
        if (value.empty())
            return "The header OCS-APIRequest was sent without a value; with curl: -H "
                   "'OCS-APIRequest: true'.";
    }
    return "";
}

// What to do where the password alone is not enough.
std::string_view wanted_beside_password(const Settings& settings) {
    if (settings.boolean("token_auth_enforced", false)) return "app passwords only";
    const bool demanded = settings.text("twofactor_enforced", "false") == "true";
    return demanded ? "demanded second factor" : "second factor";
}

}  // namespace

std::string_view missing_login(const Exchange& exchange) {
    const std::string_view header = exchange.request.header("Authorization");
    const std::string_view word = header.substr(0, header.find(' '));
    const bool is_empty = trim(header.substr(word.size())).empty();
    if (word.empty()) return "";
    if (!exchange.request.header("X-Nextcloud-Federation").empty()) return "federation";
    if (equals_ignoring_case(word, "bearer")) {
        if (is_empty) return "empty token";
        return word == "Bearer" ? "Bearer" : "bearer";
    }
    if (!equals_ignoring_case(word, "basic")) return "scheme";
    if (is_empty) return "empty Basic";
    if (!read_basic(header)) return "";
    // The password was not checked.
    return wanted_beside_password(*exchange.run.settings);
}

std::string caller_hint(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::untrusted_host) return untrusted_host_hint(exchange);
    if (error.code == Errc::csrf) return csrf_hint(exchange.request);
    const bool no_login = error.code == Errc::bad_credentials && error.field != "disabled";
    if (no_login || error.code == Errc::unauthenticated) return credentials_hint(exchange.request);
    if (is_kept_out_by_address(exchange, error))
        return fmt::format(
            "This account may administer, but not from the address {}: the setting "
            "allowed_admin_ranges does not name it.",
            printable(exchange.run.origin.remote_address));
    return "";
}

}  // namespace roster
