// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/php/php.h"
#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

constexpr int kGroupExists = 102;
constexpr int kNotCreated = 2;
constexpr int kNoSuchPage = 2, kNoSuchGroup = 3;
const std::string kUnknownSection = "(not known to Roster)";

Array single(const char* name, const std::string& value) {
    Array arguments;
    arguments.set(name, value);
    return arguments;
}

Array backends() {
    Array names;
    names.push("Database");
    return names;
}

std::string no_group(const std::string& gid) {
    return fmt::format("Group \"{}\" does not exist.", gid);
}

// Adds or removes a member, depending on the method.
int change_membership(const Invocation& invocation, const char* method) {
    const std::string gid = invocation.text("group");
    if (!find_group(invocation.client, gid)) return invocation.fail("group not found");
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail("user not found");
    const Reply reply =
        invocation.client.ocs(method, fmt::format("/cloud/users/{}/groups", percent_encode(*uid)),
                              single("groupid", gid));
    return reply.good() ? 0 : invocation.fail(reply.message);
}

// Adds or removes a delegation, depending on the method.
int change_delegation(const Invocation& invocation, const char* method,
                      std::string_view done_format) {
    const std::string settings_class = invocation.text("settingClass");
    const std::string gid = invocation.text("groupId");
    Array arguments = single("class", settings_class);
    arguments.set("gid", gid);
    const Reply reply = invocation.client.api(method, "/admin-delegations", arguments);
    if (!reply.good()) {
        invocation.print(status_block("ERROR", reply.message));
        const std::string reason = reply.text("code");
        return reason == "invalid_argument"  ? kNoSuchPage
               : reason == "group_not_found" ? kNoSuchGroup
                                             : 1;
    }
    invocation.print(
        status_block("OK", fmt::format(fmt::runtime(done_format), settings_class, gid)));
    return 0;
}

// The settings of one section, each with the groups that they are delegated to.
std::string format_section(const std::string& section,
                           const std::vector<std::vector<std::string>>& lines) {
    const TableBorder blanks{.corner = ' ', .side = ' '};
    return heading("Section: " + (section.empty() ? kUnknownSection : section), '-') +
           format_table({"Name", "SettingId", "Delegated to groups"}, lines, blanks) + "\n";
}

}  // namespace

int group_add(Invocation& invocation) {
    const std::string gid = invocation.text("groupid");
    Array group = single("groupid", gid);
    if (const auto name = invocation.arguments.value("display-name"))
        group.set("displayname", *name);
    const Reply reply = invocation.client.ocs("POST", "/cloud/groups", std::move(group));
    if (reply.status == kGroupExists)
        return invocation.fail(fmt::format("Group \"{}\" already exists.", gid));
    if (!reply.good()) return invocation.fail("Could not create group", kNotCreated);
    invocation.say(fmt::format("Created group \"{}\"", gid));
    return 0;
}

// By gid, each with its members or, with --info, its details.
int group_list(Invocation& invocation) {
    Array page;
    page.set("limit", to_int(invocation.option("limit")));
    page.set("offset", to_int(invocation.option("offset")));
    const Reply reply = invocation.client.api("GET", "/groups", std::move(page));
    if (!reply.good()) return invocation.fail(reply.message);
    Array shown;
    for (const Reply& group : reply.entries()) {
        if (!invocation.has("info")) {
            shown.append(group.text("gid"), group["members"]);
            continue;
        }
        Array info;
        info.set("displayName", group["display_name"]);
        info.set("backends", backends());
        info.set("users", group["members"]);
        shown.append(group.text("gid"), std::move(info));
    }
    invocation.show(shown);
    return 0;
}

int group_info(Invocation& invocation) {
    const std::string gid = invocation.text("groupid");
    const std::optional<Reply> group = find_group(invocation.client, gid);
    if (!group) return invocation.fail(no_group(gid));
    Array shown = single("groupID", group->text("gid"));
    shown.set("displayName", group->text("display_name"));
    shown.set("backends", backends());
    invocation.show(shown);
    return 0;
}

int group_delete(Invocation& invocation) {
    const std::string gid = invocation.text("groupid");
    if (!find_group(invocation.client, gid)) return invocation.fail(no_group(gid));
    const Reply reply =
        invocation.client.ocs("DELETE", fmt::format("/cloud/groups/{}", percent_encode(gid)));
    if (!reply.good())
        return invocation.fail(fmt::format("Group \"{}\" could not be deleted.", gid));
    invocation.say(fmt::format("Group \"{}\" was removed", gid));
    return 0;
}

int group_add_user(Invocation& invocation) {
    return change_membership(invocation, "POST");
}

int group_remove_user(Invocation& invocation) {
    return change_membership(invocation, "DELETE");
}

int admin_delegation_add(Invocation& invocation) {
    return change_delegation(invocation, "POST", "Administration of {} delegated to {}.");
}

int admin_delegation_remove(Invocation& invocation) {
    return change_delegation(invocation, "DELETE", "Removed delegation of {} from {}.");
}

// By section like occ; JSON, which occ does not have, lists only the delegations.
int admin_delegation_show(Invocation& invocation) {
    const bool plain = invocation.shows_plain();
    const Reply reply =
        invocation.client.api("GET", plain ? "/delegable-settings" : "/admin-delegations");
    if (!reply.good()) return invocation.fail(reply.message);
    if (!plain) {
        invocation.show(reply.data);
        return 0;
    }
    std::string text = "\n" + heading("Current delegations", '=');
    std::string section;
    std::vector<std::vector<std::string>> lines;
    const auto end_section = [&] {
        if (!lines.empty()) text += format_section(section, lines);
        lines.clear();
    };
    for (const auto& [index, item] : *reply.data.array()) {
        const Reply settings{.data = item};
        if (settings.text("section") != section) end_section();
        section = settings.text("section");
        const std::string name = settings.text("name");
        lines.push_back({name.empty() ? "Global" : name, settings.text("class"),
                         fmt::format("{}", fmt::join(settings.texts("gids"), ", "))});
    }
    end_section();
    invocation.print(text);
    return 0;
}

}  // namespace roster::cli
