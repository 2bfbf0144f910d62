// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <strings.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/php/php.h"
#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

// The users of a page by display name, ignoring letter case.
std::vector<Reply> by_name(const Reply& reply) {
    std::vector<Reply> users = reply.entries();
    std::ranges::stable_sort(users, [](const Reply& a, const Reply& b) {
        return strcasecmp(a.text("display_name").c_str(), b.text("display_name").c_str()) < 0;
    });
    return users;
}

Reply find_details(const Invocation& invocation, const std::string& uid) {
    return invocation.client.api("GET", own_user_path(uid, "/details"));
}

std::string instance_address(const Client& client) {
    Array names;
    names.push("overwrite.cli.url");
    Array arguments;
    arguments.set("names", std::move(names));
    const Reply reply = client.api("GET", "/system-settings", std::move(arguments));
    return reply.good() ? reply.text("value") : "http://localhost";
}

std::string time_or_word(std::int64_t seconds) {
    if (seconds == 0) return "never";
    return seconds < 0 ? "unknown" : to_iso8601(seconds);
}

double number_of(const Value& value) {
    if (const double* number = value.number()) return *number;
    return static_cast<double>(to_int(value));
}

// As an integer if it is whole, which is usual; a quota may be 1.5.
Value bytes(double count) {
    if (count == std::floor(count)) return static_cast<std::int64_t>(count);
    return count;
}

// Empty for a user without a home. Without a quota the user may fill the disk.
Array storage_of(const Reply& details) {
    constexpr double kPercent = 100;
    if (!details.is("has_home")) return {};
    const double quota = number_of(details["quota_bytes"]);
    const double used = number_of(details["used_bytes"]);
    const double free =
        quota >= 0 ? std::max(quota - used, 0.0) : number_of(details["free_disk_bytes"]);
    const double total = quota >= 0 ? quota : free + used;
    const double relative = total > 0 ? used / total * kPercent : 0;
    Array storage;
    storage.set("free", bytes(free));
    storage.set("used", bytes(used));
    storage.set("total", bytes(total));
    storage.set("relative", std::round(relative * kPercent) / kPercent);
    storage.set("quota", bytes(quota));
    return storage;
}

Array describe(const Reply& details, const std::string& address, bool with_storage) {
    Array shown;
    shown.set("user_id", details["uid"]);
    shown.set("display_name", details["display_name"]);
    shown.set("email", details["email"]);
    shown.set("cloud_id", fmt::format("{}@{}", details.text("uid"), address));
    shown.set("enabled", details["enabled"]);
    shown.set("groups", details["groups"]);
    shown.set("quota", details["quota"]);
    if (with_storage) shown.set("storage", storage_of(details));
    shown.set("first_seen", time_or_word(details.integer("first_login")));
    shown.set("last_seen", time_or_word(details.integer("last_login")));
    shown.set("user_directory", details["home"]);
    shown.set("backend", "Database");
    return shown;
}

void say_last_login(const Invocation& invocation, const Reply& details) {
    const std::string uid = details.text("uid");
    const std::int64_t seconds = details.integer("last_login");
    invocation.say(seconds == 0
                       ? fmt::format("{} has never logged in.", uid)
                       : fmt::format("{}'s last login: {} UTC", uid, to_datetime(seconds)));
}

}  // namespace

int user_list(Invocation& invocation) {
    Array page;
    page.set("limit", to_int(invocation.option("limit")));
    page.set("offset", to_int(invocation.option("offset")));
    page.set("disabled", invocation.has("disabled"));
    const bool with_info = invocation.has("info");
    page.set("details", with_info);
    const Reply reply = invocation.client.api("GET", "/users", std::move(page));
    if (!reply.good()) return invocation.fail(reply.message);
    const std::string address = with_info ? instance_address(invocation.client) : "";
    Array shown;
    for (const Reply& user : by_name(reply)) {
        const std::string uid = user.text("uid");
        if (with_info)
            shown.append(uid, describe(user, address, false));
        else
            shown.append(uid, user["display_name"]);
    }
    invocation.show(shown, {.shows_indexes = true});
    return 0;
}

int user_info(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail("user not found");
    invocation.show(
        describe(find_details(invocation, *uid), instance_address(invocation.client), true));
    return 0;
}

int user_last_seen(Invocation& invocation) {
    if (!invocation.has("all")) {
        if (invocation.text("uid").empty())
            return invocation.fail("Please specify a username, or \"--all\" to list all");
        const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
        if (!uid) return invocation.fail(kNoUser);
        say_last_login(invocation, find_details(invocation, *uid));
        return 0;
    }
    Array everybody;
    everybody.set("details", true);
    const Reply reply = invocation.client.api("GET", "/users", std::move(everybody));
    if (!reply.good()) return invocation.fail(reply.message);
    std::vector<Reply> users = by_name(reply);
    std::ranges::sort(users, {}, [](const Reply& user) { return user.text("uid"); });
    for (const Reply& user : users)
        say_last_login(invocation, user);
    return 0;
}

int user_report(Invocation& invocation) {
    const Reply counts = invocation.client.api("GET", "/user-counts");
    const std::string users = to_line(counts["users"]);
    invocation.print(
        format_table({"Account Report", ""}, {{"Database", users},
                                              {"", ""},
                                              {"total users", users},
                                              {"", ""},
                                              {"user directories", to_line(counts["homes"])},
                                              {"active users", to_line(counts["seen"])},
                                              {"disabled users", to_line(counts["disabled"])}}));
    return 0;
}

}  // namespace roster::cli
