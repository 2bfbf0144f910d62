// SPDX-License-Identifier: Apache-2.0
#include "cli/output/usage.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cli/arguments.h"

namespace roster::cli {

namespace {

std::string in_usage(const Option& option) {
    std::string value;
    if (option.takes == Takes::value) value = " " + upper(option.name);
    if (option.takes == Takes::optional_value) value = fmt::format(" [{}]", upper(option.name));
    const std::string shortcut =
        option.shortcut.empty() ? "" : fmt::format("-{}|", option.shortcut);
    const std::string negation = option.negatable ? fmt::format("|--no-{}", option.name) : "";
    return fmt::format("[{}--{}{}{}]", shortcut, option.name, value, negation);
}

// Optional arguments are nested, because each needs those before it.
std::string arguments_in_usage(const Command& command) {
    std::string text, closing;
    for (const Argument& argument : command.arguments) {
        std::string item = fmt::format("<{}>", argument.name);
        if (argument.many) item += "...";
        text += argument.required ? " " : " [";
        if (!argument.required) closing += ']';
        text += item;
    }
    return text + closing;
}

// Two columns: a name and its purpose.
using Rows = std::vector<std::pair<std::string, std::string>>;

std::string in_columns(const Rows& rows, std::size_t width) {
    std::string text;
    for (const auto& [name, summary] : rows)
        text += fmt::format("  {:<{}}  {}\n", name, width, summary);
    return text;
}

std::size_t width_of(const Rows& rows) {
    std::size_t width = 0;
    for (const auto& row : rows)
        width = std::max(width, row.first.size());
    return width;
}

Rows option_rows(std::span<const Option> own) {
    Rows rows;
    const auto add = [&rows](const Option& option) {
        std::string name = option.shortcut.empty() ? "    " : fmt::format("-{}, ", option.shortcut);
        name += fmt::format("--{}", option.name);
        if (option.negatable) name += fmt::format("|--no-{}", option.name);
        if (option.takes == Takes::value) name += "=" + upper(option.name);
        if (option.takes == Takes::optional_value) name += fmt::format("[={}]", upper(option.name));
        std::string summary(option.summary);
        if (!option.otherwise.empty())
            summary += fmt::format(" [default: \"{}\"]", option.otherwise);
        if (option.many) summary += " (multiple values allowed)";
        rows.emplace_back(std::move(name), std::move(summary));
    };
    for (const Option& option : own)
        add(option);
    for (const Option& option : common_options())
        add(option);
    return rows;
}

std::string_view name_space_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? "" : name.substr(0, colon);
}

}  // namespace

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

std::string usage_line(const Command& command) {
    std::string line(command.name);
    for (const Option& option : command.options)
        line += " " + in_usage(option);
    if (!command.options.empty() && !command.arguments.empty()) line += " [--]";
    return line + arguments_in_usage(command);
}

std::string help_text(const Command& command) {
    Rows arguments;
    for (const Argument& argument : command.arguments)
        arguments.emplace_back(argument.name, argument.summary);
    const Rows options = option_rows(command.options);
    const std::size_t width = std::max(width_of(arguments), width_of(options));
    std::string text =
        fmt::format("Description:\n  {}\n\nUsage:\n  {}{}{}{}\n", command.summary, command.name,
                    command.options.empty() ? "" : " [options]",
                    command.arguments.empty() || command.options.empty() ? "" : " [--]",
                    arguments_in_usage(command));
    for (const std::string_view alias : command.aliases)
        text += fmt::format("  {}\n", alias);
    if (!arguments.empty()) text += "\nArguments:\n" + in_columns(arguments, width);
    return text.append("\nOptions:\n").append(in_columns(options, width)).append(kDataDirHelp);
}

namespace {

// The commands of one namespace, or all, in the order of a list.
std::vector<const Command*> sorted(std::span<const Command> commands, std::string_view name_space) {
    std::vector<const Command*> shown;
    for (const Command& command : commands)
        if (name_space.empty() || name_space_of(command.name) == name_space)
            shown.push_back(&command);
    std::ranges::sort(shown, {}, [](const Command* command) {
        return std::pair(name_space_of(command->name), command->name);
    });
    return shown;
}

// Each name of each command; an alias has its own row.
Rows command_rows(const std::vector<const Command*>& commands) {
    Rows rows;
    for (const Command* command : commands) {
        std::string summary;
        if (!command->aliases.empty())
            summary = fmt::format("[{}] ", fmt::join(command->aliases, "|"));
        rows.emplace_back(command->name, summary.append(command->summary));
        for (const std::string_view alias : command->aliases)
            rows.emplace_back(alias, command->summary);
    }
    std::ranges::stable_sort(rows, {}, [](const auto& row) {
        return std::pair(name_space_of(row.first), std::string_view(row.first));
    });
    return rows;
}

}  // namespace

std::string list_text(std::span<const Command> commands, std::string_view name_space) {
    const Rows rows = command_rows(sorted(commands, name_space));
    const std::size_t width = width_of(rows);
    const Rows options = option_rows({});
    std::string text =
        fmt::format("{}\n\nUsage:\n  command [options] [arguments]\n\nOptions:\n{}{}\n",
                    kProgramVersion, in_columns(options, width_of(options)), kDataDirHelp);
    text += name_space.empty()
                ? "Available commands:\n"
                : fmt::format("Available commands for the \"{}\" namespace:\n", name_space);
    std::string_view last_space = name_space;
    for (const auto& [name, summary] : rows) {
        const std::string_view space = name_space_of(name);
        if (space != last_space) text += fmt::format(" {}\n", space);
        last_space = space;
        text += fmt::format("  {:<{}}  {}\n", name, width, summary);
    }
    return text;
}

std::string raw_list(std::span<const Command> commands, std::string_view name_space) {
    const std::vector<const Command*> shown = sorted(commands, name_space);
    const std::size_t width = width_of(command_rows(shown));
    std::string text;
    for (const Command* command : shown)
        text += fmt::format("{:<{}}   {}\n", command->name, width, command->summary);
    return text;
}

}  // namespace roster::cli
