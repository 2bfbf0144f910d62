// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "cli/commands/handlers.h"

namespace roster::cli {

namespace {

// Options of several rows.
constexpr Option kOutput{.name = "output",
                         .summary = "Output format (plain, json or json_pretty, default is plain)",
                         .takes = Takes::optional_value,
                         .otherwise = "plain"};
constexpr Option kErrorIfNotExists{
    .name = "error-if-not-exists",
    .summary = "Checks whether the config exists before deleting it"};
constexpr Option kPasswordFromEnv{
    .name = "password-from-env",
    .summary = "read password from environment variable NC_PASS/OC_PASS"};
constexpr Option kSettingDefault{
    .name = "default-value",
    .summary = "What to print where nothing is stored, instead of failing",
    .takes = Takes::value};
constexpr Option kSettingUpdateOnly{.name = "update-only",
                                    .summary = "Only change what is stored already"};
constexpr Option kSettingDelete{.name = "delete", .summary = "Delete what is stored"};
constexpr Option kSettingErrorIfNotExists{.name = "error-if-not-exists",
                                          .summary = "Fail where there is nothing to delete"};
constexpr Argument kConfigNames{
    .name = "name",
    .summary = "Name of the config parameter, specify multiple for array parameter",
    .many = true};
constexpr Argument kConfigApp{"app", "Name of the app"};
constexpr Argument kConfigName{"name", "Name of the config"};
constexpr Argument kLogin{"uid", "the username"};
constexpr Argument kSettingClass{"settingClass", "Admin setting class"};
constexpr Argument kDelegationGroup{"groupId", "Group ID"};

const std::vector<Command>& table() {
    static const std::vector<Command> kCommands{
#include "cli/commands/commands.inc"
    };
    return kCommands;
}

std::vector<std::string> parts_of(std::string_view name) {
    std::vector<std::string> parts;
    for (const std::string_view part : split(name, ':'))
        parts.emplace_back(part);
    return parts;
}

// Whether each part of the name begins with the typed part.
bool abbreviates(std::string_view typed, std::string_view name) {
    const std::vector<std::string> shorts = parts_of(typed), parts = parts_of(name);
    return shorts.size() == parts.size() &&
           std::ranges::equal(shorts, parts, [](const std::string& s, const std::string& part) {
               return part.starts_with(s);
           });
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

bool is_similar(std::string_view typed, std::string_view name) {
    return edit_distance(typed, name) <= typed.size() / 3 ||
           name.find(typed) != std::string_view::npos;
}

}  // namespace

std::span<const Command> commands() {
    return table();
}

Found find_command(std::string_view name) {
    Found found;
    std::vector<const Command*> abbreviated;
    for (const Command& command : table()) {
        const auto fits = [&](auto test) {
            return test(command.name) || std::ranges::any_of(command.aliases, test);
        };
        if (fits([name](std::string_view full) { return full == name; }))
            return {.command = &command};
        if (fits([name](std::string_view full) { return abbreviates(name, full); }))
            abbreviated.push_back(&command);
    }
    if (abbreviated.size() == 1) return {.command = abbreviated.front()};
    for (const Command* command : abbreviated)
        found.alternatives.push_back(command->name);
    found.ambiguous = !found.alternatives.empty();
    if (!found.ambiguous)
        for (const Command& command : table())
            if (is_similar(name, command.name)) found.alternatives.push_back(command.name);
    std::ranges::sort(found.alternatives);
    return found;
}

}  // namespace roster::cli
