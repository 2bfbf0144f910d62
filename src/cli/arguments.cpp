// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace roster::cli {

namespace {

Unexpected<std::string> complain(std::string message) {
    return {std::move(message)};
}

constexpr Option kCommonOptions[] = {
    {.name = "help",
     .summary = "Display help for the given command. When no command is given display help for "
                "the list command",
     .shortcut = "h"},
    {.name = "quiet", .summary = "Do not output any message", .shortcut = "q"},
    {.name = "version", .summary = "Display this application version", .shortcut = "V"},
    {.name = "ansi", .summary = "Force (or disable --no-ansi) ANSI output", .negatable = true},
    {.name = "no-interaction", .summary = "Do not ask any interactive question", .shortcut = "n"},
    {.name = "no-warnings", .summary = "Skip global warnings, show command output only"},
    {.name = "verbose",
     .summary = "Increase the verbosity of messages: 1 for normal output, 2 for more verbose "
                "output and 3 for debug",
     .shortcut = "v|vv|vvv"},
};

bool has_shortcut(const Option& option, std::string_view shortcut) {
    return !option.shortcut.empty() &&
           option.shortcut.substr(0, option.shortcut.find('|')) == shortcut;
}

// Parses the words of a command in one pass.
class Parser {
  public:
    Parser(const Command& command, const std::vector<std::string>& words)
        : command_(command), words_(words) {}

    Expected<Arguments, std::string> parse() {
        bool options_end = false;
        while (next_ < words_.size()) {
            const std::string word = words_[next_++];
            if (!options_end && word == "--")
                options_end = true;
            else if (!options_end && word.starts_with("--"))
                TRY(read_long(word.substr(2)));
            else if (!options_end && word.size() > 1 && word.front() == '-')
                TRY(read_short(word.substr(1)));
            else
                TRY(read_word(word));
        }
        TRY(check_complete());
        return std::move(found_);
    }

  private:
    using Step = Expected<bool, std::string>;

    const Option* find_option(auto fits) const {
        for (const Option& option : command_.options)
            if (fits(option)) return &option;
        for (const Option& option : kCommonOptions)
            if (fits(option)) return &option;
        return nullptr;
    }

    Step read_long(const std::string& text) {
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        std::optional<std::string> value;
        if (equals != std::string::npos) value = text.substr(equals + 1);
        const Option* option = find_option([&](const Option& o) {
            return o.name == name || (!o.alias.empty() && o.alias == name) ||
                   (o.negatable && name.starts_with("no-") && name.substr(3) == o.name);
        });
        if (!option) return complain(fmt::format("The \"--{}\" option does not exist.", name));
        const bool is_alias = name == option->alias;
        return note(*option, is_alias ? std::string(option->name) : name, std::move(value));
    }

    Step read_short(const std::string& text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::string shortcut = text.substr(i, 1);
            const Option* option =
                find_option([&](const Option& o) { return has_shortcut(o, shortcut); });
            if (!option)
                return complain(fmt::format("The \"-{}\" option does not exist.", shortcut));
            if (option->takes != Takes::nothing) {
                std::optional<std::string> value;
                if (i + 1 < text.size()) value = text.substr(i + 1);
                return note(*option, std::string(option->name), std::move(value));
            }
            TRY(note(*option, std::string(option->name), std::nullopt));
        }
        return true;
    }

    Step note(const Option& option, const std::string& name, std::optional<std::string> value) {
        if (option.takes == Takes::nothing && value)
            return complain(fmt::format("The \"--{}\" option does not accept a value.", name));
        const bool next_is_value =
            next_ < words_.size() && (words_[next_].empty() || words_[next_].front() != '-');
        if (option.takes != Takes::nothing && !value && next_is_value) value = words_[next_++];
        if (option.takes == Takes::value && !value)
            return complain(fmt::format("The \"--{}\" option requires a value.", name));
        std::vector<std::string>& values = found_.options[name];
        if (value) values.push_back(*std::move(value));
        return true;
    }

    Step read_word(const std::string& word) {
        if (place_ < command_.arguments.size()) {
            const Argument& argument = command_.arguments[place_];
            if (!argument.many) ++place_;
            found_.words[std::string(argument.name)].push_back(word);
            return true;
        }
        if (command_.arguments.empty())
            return complain(fmt::format("No arguments expected for \"{}\" command, got \"{}\".",
                                        command_.name, word));
        std::vector<std::string_view> names;
        for (const Argument& argument : command_.arguments)
            names.push_back(argument.name);
        return complain(
            fmt::format("Too many arguments to \"{}\" command, expected arguments "
                        "\"{}\".",
                        command_.name, fmt::join(names, "\" \"")));
    }

    Step check_complete() const {
        std::vector<std::string_view> missing;
        for (const Argument& argument : command_.arguments)
            if (argument.required && !found_.words.contains(argument.name))
                missing.push_back(argument.name);
        if (missing.empty() || found_.has("help")) return true;
        return complain(
            fmt::format("Not enough arguments (missing: \"{}\").", fmt::join(missing, ", ")));
    }

    const Command& command_;
    const std::vector<std::string>& words_;
    std::size_t next_ = 0;
    std::size_t place_ = 0;
    Arguments found_;
};

}  // namespace

std::string Arguments::text(std::string_view argument) const {
    const auto found = words.find(argument);
    return found == words.end() ? "" : found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view argument) const {
    const auto found = words.find(argument);
    return found == words.end() ? std::vector<std::string>() : found->second;
}

bool Arguments::has(std::string_view option) const {
    return options.contains(option);
}

std::optional<std::string> Arguments::value(std::string_view option) const {
    const auto found = options.find(option);
    if (found == options.end() || found->second.empty()) return std::nullopt;
    return found->second.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
    const auto found = options.find(option);
    return found == options.end() ? std::vector<std::string>() : found->second;
}

std::span<const Option> common_options() {
    return kCommonOptions;
}

Expected<Arguments, std::string> parse_arguments(const Command& command,
                                                 const std::vector<std::string>& words) {
    return Parser(command, words).parse();
}

Expected<std::optional<std::string>, std::string> take_option(std::vector<std::string>& words,
                                                              std::string_view name) {
    const std::string flag = "--" + std::string(name);
    std::optional<std::string> value;
    for (auto word = words.begin(); word != words.end() && *word != "--";) {
        if (word->starts_with(flag + "=")) {
            value = word->substr(flag.size() + 1);
            word = words.erase(word);
        } else if (*word == flag) {
            word = words.erase(word);
            if (word == words.end())
                return complain(fmt::format("The \"{}\" option requires a value.", flag));
            value = *word;
            word = words.erase(word);
        } else {
            ++word;
        }
    }
    return value;
}

}  // namespace roster::cli
