// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <strings.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/php.h"
#include "base/text.h"
#include "cli/handlers.h"
#include "cli/lookup.h"

namespace roster::cli {

namespace {

// A page of all accounts, by display name whatever the letter case.
std::vector<Reply> find_users(const Invocation& invocation, Array page) {
    const Reply reply = invocation.client.native("GET", "/users", std::move(page));
    std::vector<Reply> users;
    if (const Array* rows = reply.data.array())
        for (const auto& [index, row] : *rows)
            users.push_back({.status = reply.status, .data = row, .message = {}});
    std::ranges::stable_sort(users, [](const Reply& a, const Reply& b) {
        return strcasecmp(a.text("display_name").c_str(), b.text("display_name").c_str()) < 0;
    });
    return users;
}

Reply find_details(const Invocation& invocation, const std::string& uid) {
    return invocation.client.native("GET", own_user_path(uid, "/details"));
}

std::string instance_address(const Client& client) {
    Array names;
    names.push("overwrite.cli.url");
    Array arguments;
    arguments.set("names", std::move(names));
    const Reply reply = client.native("GET", "/system-settings", std::move(arguments));
    return reply.good() ? reply.text("value") : "http://localhost";
}

std::string time_or_word(std::int64_t seconds) {
    if (seconds == 0) return "never";
    return seconds < 0 ? "unknown" : to_iso8601(seconds);
}

// An unlimited account may fill the disk.
Array storage_of(const Reply& details) {
    constexpr double kPercent = 100;
    const std::int64_t quota = details.integer("quota_bytes");
    const std::int64_t used = details.integer("used_bytes");
    const std::int64_t free =
        quota >= 0 ? std::max<std::int64_t>(quota - used, 0) : details.integer("free_disk_bytes");
    const std::int64_t total = quota >= 0 ? quota : free + used;
    const double relative =
        total > 0 ? static_cast<double>(used) / static_cast<double>(total) * kPercent : 0;
    Array storage;
    storage.set("free", free);
    storage.set("used", used);
    storage.set("total", total);
    storage.set("relative", std::round(relative * kPercent) / kPercent);
    storage.set("quota", quota);
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

void say_last_login(const Invocation& invocation, const std::string& uid) {
    const std::int64_t seconds = find_details(invocation, uid).integer("last_login");
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
    const std::string address = with_info ? instance_address(invocation.client) : "";
    Array shown;
    for (const Reply& user : find_users(invocation, std::move(page))) {
        const std::string uid = user.text("uid");
        if (with_info)
            shown.append(uid, describe(find_details(invocation, uid), address, false));
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
            return invocation.fail_with_usage("Name an account, or give --all.");
        const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
        if (!uid) return invocation.fail(kNoUser);
        say_last_login(invocation, *uid);
        return 0;
    }
    std::vector<std::string> uids;
    for (const Reply& user : find_users(invocation, {}))
        uids.push_back(user.text("uid"));
    std::ranges::sort(uids);
    for (const std::string& uid : uids)
        say_last_login(invocation, uid);
    return 0;
}

int user_report(Invocation& invocation) {
    const Reply counts = invocation.client.native("GET", "/user-counts");
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
