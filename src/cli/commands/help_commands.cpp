// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/handlers.h"
#include "cli/output/usage.h"

namespace roster::cli {

int help(Invocation& invocation) {
    const std::string name = invocation.text("command_name");
    const Found found = find_command(name.empty() ? "help" : name);
    if (!found.command)
        return invocation.fail_with_usage(fmt::format("Command \"{}\" is not defined.", name));
    invocation.print(help_text(*found.command));
    return 0;
}

int list(Invocation& invocation) {
    const std::string space = invocation.text("namespace");
    const bool known =
        space.empty() || std::ranges::any_of(commands(), [&space](const Command& command) {
            return command.name.starts_with(space + ":");
        });
    if (!known)
        return invocation.fail_with_usage(
            fmt::format("There are no commands defined in the \"{}\" namespace.", space));
    invocation.print(invocation.has("raw") ? raw_list(commands(), space)
                                           : list_text(commands(), space));
    return 0;
}

}  // namespace roster::cli
