// SPDX-License-Identifier: Apache-2.0
#include "service/hints.h"

#include <fmt/core.h>

#include <numeric>

namespace roster {

namespace {

// The sentence for a reason; `%s` stands for the field it is about.
struct Row {
    Errc code;
    std::string_view field;  // empty: any
    std::string_view sentence;
};

constexpr Row kRows[] = {
    {Errc::csrf, "", "Add the header that every call needs; with curl: -H 'OCS-APIRequest: true'."},
    {Errc::bad_credentials, "disabled",
     "This account is disabled; enable it with PUT .../cloud/users/{userId}/enable."},
    {Errc::bad_credentials, "",
     "Name or password is wrong. Use an account of this server (not of its database or machine), "
     "or "
     "an app password; with curl: -u NAME:PASSWORD."},
    {Errc::unauthenticated, "Bearer",
     "This server has no such app password, or no longer (deleted, replaced, wiped or expired): "
     "get "
     "one with GET .../core/getapppassword."},
    {Errc::unauthenticated, "",
     "Send the credentials of an account of this server; with curl: -u NAME:PASSWORD. An empty "
     "name or password counts as none."},
    {Errc::second_factor, "", "This account has a second factor: use an app password."},
    {Errc::not_admin, "", "Call this as a member of the group admin."},
    {Errc::not_users_admin, "", "Call this as a member of the group admin."},
    {Errc::not_subadmin_or_admin, "",
     "Call this as a member of the group admin or as a sub-admin of a group."},
    {Errc::address_not_allowed, "", "The setting allowed_admin_ranges does not name your address."},
    {Errc::missing_argument, "body", "The JSON body is nested too deep."},
    {Errc::missing_argument, "",
     "The parameter '%s' is missing or of the wrong type; send it as a form field "
     "(curl: -d '%s=...') or in a JSON body with Content-Type: application/json."},
    {Errc::unknown_key, "",
     "This key cannot be edited here; GET .../cloud/user/fields names those that can."},
    {Errc::unknown_format, "", "Ask for format=json or format=xml."},
    {Errc::user_exists, "", "Choose another userid, or edit the account that has it."},
    {Errc::already_a_mapped_group, "",
     "This long name is taken; its group is listed under the SHA-256 of the name."},
    {Errc::invalid_argument, "length of groupid", "A group name has at most 255 characters."},
    {Errc::group_exists, "", "Choose another groupid, or rename the group that has it."},
    {Errc::user_not_found, "", "No account has this userid; GET .../cloud/users lists them."},
    {Errc::group_not_found, "",
     "No group has this groupid; GET .../cloud/groups lists them, and letter case matters."},
    {Errc::app_not_found, "", "No app has this id; GET .../cloud/apps lists them."},
    {Errc::not_subadmin, "", "The account is no sub-admin of this group."},
    {Errc::own_user, "",
     "This cannot be done to the account that calls; let another administrator do it."},
    {Errc::admin_group, "", "The group admin is protected; choose another group."},
    {Errc::last_group, "",
     "The account would leave the last group that you administer; ask an administrator."},
    {Errc::forbidden, "password",
     "Log in with the password of the account to get an app password; an app password can be "
     "replaced with POST .../core/apppassword/rotate."},
    {Errc::forbidden, "apppassword",
     "Log in with the app password that is meant, not with the password of the account."},
    {Errc::forbidden, "",
     "Your account may not do this to that account or group; call as an administrator."},
    {Errc::strict_cookie, "",
     "Cookies without the same-site cookies are refused: send the header OCS-APIRequest: true, or "
     "no cookies at all."},
    {Errc::app_not_enabled, "", "Enable the app for this account: roster app:enable NAME."},
    {Errc::password_unconfirmed, "",
     "Confirm the password of this session first: PUT .../core/apppassword/confirm with password."},
    {Errc::throttled, "",
     "Too many wrong passwords from this address: wait 30 minutes, or run: roster --data-dir DIR "
     "security:bruteforce:reset %s"},
    {Errc::rate_limited, "",
     "Too many such calls in a short time: wait some minutes, or lift the limit for "
     "administrators: "
     "roster --data-dir DIR config:system:set roster.unlimited_admins --type boolean --value true"},
    {Errc::password_policy, "", "The app password_policy wants a better password."},
    {Errc::mail_failed, "",
     "Check the mail settings: mail_smtphost, mail_smtpport, mail_from_address, mail_domain."},
    {Errc::maintenance, "", "Maintenance mode is on; end it with: roster maintenance:mode --off."},
    {Errc::untrusted_host, "",
     "Call the server by a name of the setting trusted_domains, or add this one: roster "
     "config:system:set trusted_domains 1 --value NAME."},
    {Errc::method_not_allowed, "", "This path exists, but not with this method."},
    {Errc::busy, "", "The server is busy: send the call again after the seconds in Retry-After."},
    {Errc::invalid_argument, "quota", "Give the quota as none, default, or a size such as 5 GB."},
    {Errc::invalid_argument, "phone",
     "Give the phone number with its country, as +49 711 1234567, or set default_phone_region."},
    {Errc::invalid_argument, "website",
     "Give the website with its scheme, as https://example.org."},
    {Errc::invalid_argument, "email", "Give one e-mail address, as name@example.org."},
    {Errc::invalid_argument, "language", "Give a language code such as en or de."},
    {Errc::invalid_argument, "locale", "Give a locale code such as en or de_DE."},
    {Errc::invalid_argument, "timezone", "Give a time zone such as Europe/Berlin."},
    {Errc::invalid_argument, "displayname", "A display name has at most 64 characters."},
    {Errc::invalid_argument, "fediverse", "Give the address as user@host."},
    {Errc::invalid_argument, "password", "Give a password of 1 to 469 bytes that is not blank."},
    {Errc::invalid_argument, "filter",
     "The filter is enabled or disabled, or absent for all apps."},
    {Errc::invalid_argument, "app", "An app id has lower-case letters, digits, _ and -."},
    {Errc::invalid_argument, "", "Check the value of the parameter '%s'."},
};

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string nearest_route(const Exchange& exchange) {
    constexpr std::size_t kLongestCompared = 200;
    const std::string_view path = std::string_view(exchange.run.path).substr(0, kLongestCompared);
    const Route* nearest = nullptr;
    std::size_t best = 0;
    for (const Route& route : exchange.run.protocol->routes) {
        if (route.guard == Guard::command_line) continue;
        const std::size_t d = distance(path, route.path);
        if (nearest && (d > best || (d == best && route.method != exchange.request.method)))
            continue;
        nearest = &route;
        best = d;
    }
    if (!nearest) return "No route has this path.";
    return fmt::format("No route has this path; the nearest is {} {}.", nearest->method,
                       nearest->path);
}

// What the refusal is about: the field at fault, or what of the request led to it.
std::string subject(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::throttled) return exchange.request.remote_address;
    const bool bearer = exchange.request.header("Authorization").starts_with("Bearer ");
    if (error.code == Errc::unauthenticated && bearer) return "Bearer";
    return error.field;
}

std::string filled(std::string_view sentence, std::string_view field) {
    std::string text(sentence);
    for (std::size_t at = text.find("%s"); at != std::string::npos; at = text.find("%s", at))
        text.replace(at, 2, field);
    return text;
}

}  // namespace

std::string hint_for(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::route_not_found) return nearest_route(exchange);
    const std::string field = subject(exchange, error);
    for (const Row& row : kRows) {
        if (row.code != error.code || (!row.field.empty() && row.field != field)) continue;
        if (field.empty() && row.sentence.find("%s") != std::string_view::npos) break;
        return filled(row.sentence, field);
    }
    if (error.code == Errc::internal)
        return fmt::format("The server failed; its log says why, under the request id {}.",
                           exchange.run.request_id);
    return {};
}

}  // namespace roster
