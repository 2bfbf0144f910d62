// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/output/usage.h"
#include "cli/transport/invocation.h"

namespace roster::cli {

namespace {

constexpr std::string_view kInMaintenance =
    "Nextcloud is in maintenance mode, no apps are loaded.\n"
    "Commands provided by apps are unavailable.\n";
// Commands that use no installation, or report the maintenance mode themselves.
constexpr std::string_view kQuietInMaintenance[] = {"maintenance:mode",
                                                    "maintenance:install",
                                                    "attach",
                                                    "detach",
                                                    "db:convert-type",
                                                    "tls:self-signed",
                                                    "status",
                                                    "doctor",
                                                    "serve",
                                                    "routes",
                                                    "list",
                                                    "help"};

// The command's name is the first word that is not an option.
std::string take_command_name(std::vector<std::string>& words) {
    const auto word = std::ranges::find_if(
        words, [](const std::string& text) { return text.empty() || text.front() != '-'; });
    if (word == words.end()) return "";
    std::string name = *word;
    words.erase(word);
    return name;
}

int complain_about_name(const std::string& name, const Found& found, std::ostream& err) {
    std::string message = found.ambiguous ? fmt::format("Command \"{}\" is ambiguous.", name)
                                          : fmt::format("Command \"{}\" is not defined.", name);
    if (!found.alternatives.empty()) {
        const char* question =
            found.alternatives.size() == 1 ? "Did you mean this?" : "Did you mean one of these?";
        message += fmt::format("\n\n{}\n    {}", question, fmt::join(found.alternatives, "\n    "));
    }
    err << error_block(message);
    return 1;
}

// An installation in maintenance mode still accepts the command line.
void warn_of_maintenance(const Invocation& invocation) {
    if (std::ranges::count(kQuietInMaintenance, invocation.command.name) > 0) return;
    if (invocation.has("no-warnings")) return;
    if (invocation.client.page("/status.php").is("maintenance"))
        invocation.context.err << kInMaintenance;
}

int run_command(const Command& command, const std::vector<std::string>& words,
                const DataDir& data_dir, CommandContext& context) {
    Expected<Arguments, std::string> arguments = parse_arguments(command, words);
    if (!arguments) {
        context.err << error_block(arguments.error(), usage_line(command));
        return 1;
    }
    if (arguments->has("help")) {
        context.out << help_text(command);
        return 0;
    }
    if (arguments->has("quiet")) context.out.setstate(std::ios::badbit);
    Invocation invocation(command, *std::move(arguments), data_dir, words, context);
    warn_of_maintenance(invocation);
    try {
        return command.run(invocation);
    } catch (const EndOfInput& end) {
        return invocation.fail_with_usage(end.what());
    }
}

int run_words(std::vector<std::string> words, CommandContext& context) {
    const Expected<std::optional<std::string>, std::string> data_dir =
        take_option(words, "data-dir");
    if (!data_dir) {
        context.err << error_block(data_dir.error());
        return 1;
    }
    DataDir chosen{.path = data_dir->value_or(context.environment("ROSTER_DATA_DIR").value_or("")),
                   .is_option = data_dir->has_value()};
    if (chosen.path.empty()) chosen.path = "data";
    const bool wants_version = std::ranges::any_of(
        words, [](const std::string& word) { return word == "--version" || word == "-V"; });
    std::string name = take_command_name(words);
    if (wants_version) {
        context.out << kProgramVersion << '\n';
        return 0;
    }
    if (name.empty()) {
        std::erase_if(words,
                      [](const std::string& word) { return word == "-h" || word == "--help"; });
        name = "list";
    }
    const Found found = find_command(name);
    if (!found.command) return complain_about_name(name, found, context.err);
    return run_command(*found.command, words, chosen, context);
}

}  // namespace

int run_command_line(std::vector<std::string> words, CommandContext& context) {
    try {
        return run_words(std::move(words), context);
    } catch (const std::exception& accident) {
        context.err << error_block(accident.what());
        return 1;
    }
}

}  // namespace roster::cli
