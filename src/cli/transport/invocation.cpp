// SPDX-License-Identifier: Apache-2.0
#include "cli/transport/invocation.h"

#include <algorithm>

#include "base/text.h"
#include "cli/output/redaction.h"
#include "cli/output/usage.h"

namespace roster::cli {

Invocation::Invocation(const Command& command_, Arguments arguments_, DataDir data_dir_,
                       const std::vector<std::string>& words, CommandContext& surroundings_)
    : command(command_),
      arguments(std::move(arguments_)),
      data_dir(std::move(data_dir_.path)),
      names_data_dir(data_dir_.is_option),
      context(surroundings_),
      client([this, typed = without_secrets(command_, words)](Request request) {
          if (!transport_) open(typed);
          return transport_(std::move(request));
      }) {}

void Invocation::open(const std::string& typed) {
    transport_ = context.open(data_dir);
    Array note;
    note.set("words", typed);
    try {
        client.api("POST", "/commands", std::move(note));
    } catch (const NoReply&) {
        // A command that only reads works without the note; any other will report the problem
        // itself.
    }
}

void Invocation::say(std::string_view line) const {
    context.out << line << '\n';
}

void Invocation::print(std::string_view text) const {
    context.out << text;
}

void Invocation::show(const Value& value, const PlainStyle& style) const {
    print(format_value(value, option("output"), style));
}

int Invocation::fail(std::string_view line, int status) const {
    say(line);
    return status;
}

int Invocation::fail_with_usage(std::string_view message, std::string_view place) const {
    context.err << error_block(message, usage_line(command), place);
    return 1;
}

std::string Invocation::ask(const std::string& question, Echo echo) const {
    context.out.flush();
    const std::optional<std::string> line = context.ask(question, echo);
    if (!line) throw EndOfInput();
    return std::string(trim(*line));
}

std::string Invocation::option(std::string_view name) const {
    if (const std::optional<std::string> value = arguments.value(name)) return *value;
    const auto row = std::ranges::find(command.options, name, &Option::name);
    return row == command.options.end() ? "" : std::string(row->otherwise);
}

}  // namespace roster::cli
