// SPDX-License-Identifier: Apache-2.0
#include "app/attach/reference.h"

#include <fmt/core.h>

#include "api/health.h"
#include "api/protocol.h"
#include "ocs/envelope.h"
#include "ocs/pages/pages.h"

namespace roster {

namespace {

constexpr std::string_view kIntroduction =
    "# Endpoints\n\n"
    "Made by `roster routes --markdown` from the rows that serve them.\n\n"
    "Who may call: *anyone*; *user*: whoever is logged in; *gate*: administrators, delegated\n"
    "administrators and sub-admins; *users admin*: administrators and those delegated for Users;\n"
    "*sharing admin*: the same, or delegated for Sharing; *admin*: administrators;\n"
    "*command line*: only the command line of the data directory, over HTTP they are not there.\n";

// No default, so that a new role gets a name here.
std::string_view name_of(Role role) {
    switch (role) {
        case Role::anyone:
            return "anyone";
        case Role::user:
            return "user";
        case Role::gate:
            return "gate";
        case Role::users_admin:
            return "users admin";
        case Role::sharing_admin:
            return "sharing admin";
        case Role::admin:
            return "admin";
        case Role::command_line:
            return "command line";
    }
    return "";
}

// What a row says beyond method, path and guard. Pages never need the header, so that is not
// mentioned.
std::string remarks(const Route& route, bool of_api) {
    std::string text;
    const auto add = [&text](const std::string& remark) {
        if (!text.empty()) text += "; ";
        text += remark;
    };
    if (route.confirm_password) add("asks sessions for the password again");
    if (route.rate_limit.calls)
        add(fmt::format("{} calls in {} s", route.rate_limit.calls, route.rate_limit.seconds));
    if (!route.throttled_as.empty()) add("wrong guesses are counted");
    if (of_api && route.csrf_exempt) add("needs no header `OCS-APIRequest`");
    if (!route.app.empty()) add(fmt::format("needs the app `{}`", route.app));
    return text;
}

// The path without the marks that only the router needs.
std::string readable(std::string_view path) {
    std::string text(path);
    for (const std::string_view mark : {"*}", ":word}"})
        if (const std::size_t place = text.find(mark); place != std::string::npos)
            text.replace(place, mark.size(), "}");
    return text;
}

std::string section(std::string_view title, std::string_view prefix, const Protocol& protocol) {
    std::string text = fmt::format(
        "\n## {}\n\n| method | path | who may call | remarks |\n|---|---|---|---|\n", title);
    for (const Route& route : protocol.routes)
        text +=
            fmt::format("| {} | `{}{}` | {} | {} |\n", route.method, prefix, readable(route.path),
                        name_of(route.guard.role), remarks(route, protocol.name == "ocs"));
    return text;
}

}  // namespace

std::string reference() {
    return std::string(kIntroduction) +
           section("Nextcloud's OCS API", "/ocs/v2.php", ocs::protocol()) +
           section("Pages", "", ocs::pages()) +
           section("Roster's own API", "/api/v1", api::protocol()) +
           section("Health", "/health", api::health());
}

}  // namespace roster
