// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/command_line.h"
#include "support/world.h"

namespace roster {

// What a run finds around it: environment variables, and the lines of its input.
struct Around {
    std::map<std::string, std::string> environment{};
    std::vector<std::string> lines{};
};

// One run of the program on the installation of a World.
struct Printed {
    int status = 0;
    std::string out{};
    std::string err{};
    std::vector<std::string> hidden{};  // questions whose answer a terminal does not show
    std::string database_password = "none was used";
};

inline Printed run(World& world, std::vector<std::string> words, const Around& around = {}) {
    std::ostringstream out, err;
    Printed printed;
    std::size_t next = 0;
    cli::CommandContext context{.out = out, .err = err};
    context.open = [&world](const std::string&) -> cli::Transport {
        return [&world](Request request) { return world.send(std::move(request)); };
    };
    context.environment = [&around](const std::string& name) -> std::optional<std::string> {
        const auto found = around.environment.find(name);
        if (found == around.environment.end()) return std::nullopt;
        return found->second;
    };
    context.convert = [&printed](const cli::Converting& wanted, const auto&) {
        printed.database_password = wanted.password;
    };
    context.ask = [&](const std::string& question, cli::Echo echo) -> std::optional<std::string> {
        if (echo == cli::Echo::off) printed.hidden.push_back(question);
        if (next == around.lines.size()) return std::nullopt;
        return around.lines[next++];
    };
    printed.status = cli::run_command_line(std::move(words), context);
    printed.out = out.str();
    printed.err = err.str();
    return printed;
}

}  // namespace roster
