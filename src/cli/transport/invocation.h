// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "cli/commands/command.h"
#include "cli/output/output.h"
#include "cli/transport/client.h"
#include "cli/transport/command_context.h"

namespace roster::cli {

// The data directory of a command, and whether --data-dir names it.
struct DataDir {
    std::string path{};
    bool is_option = false;
};

// The input has ended before a question was answered.
struct EndOfInput : std::runtime_error {
    EndOfInput() : std::runtime_error("Aborted.") {}
};

// One run of one command. Opens the data directory at its first request.
class Invocation {
  public:
    // `words` are the words typed after the command's name.
    Invocation(const Command& command_, Arguments arguments_, DataDir data_dir_,
               const std::vector<std::string>& words, CommandContext& surroundings_);

    const Command& command;
    const Arguments arguments;
    const std::string data_dir;
    const bool names_data_dir;  // with --data-dir
    CommandContext& context;
    const Client client;

    // print() expects text with its own line feeds; say() appends one.
    void say(std::string_view line) const;
    void print(std::string_view text) const;
    // Prints a value in the format that --output names.
    void show(const Value& value, const PlainStyle& style = {}) const;
    // Prints a line and returns the exit status of a failure.
    int fail(std::string_view line, int status = 1) const;
    // The same on standard error, with the usage of the command and `place` above it.
    int fail_with_usage(std::string_view message, std::string_view place = "") const;

    std::string text(std::string_view argument) const { return arguments.text(argument); }
    bool has(std::string_view option) const { return arguments.has(option); }
    // The value of an option, or its default; "" without either.
    std::string option(std::string_view name) const;
    // Whether --output names no JSON format.
    bool shows_plain() const { return !option("output").starts_with("json"); }
    // Whether the command may ask questions.
    bool is_interactive() const { return !has("no-interaction"); }
    // The next line of input without the blanks at its ends. Throws EndOfInput.
    std::string ask(const std::string& question, Echo echo) const;

  private:
    // Opens the data directory and first records the command in its log.
    void open(const std::string& typed);

    Transport transport_;
};

}  // namespace roster::cli
