// SPDX-License-Identifier: Apache-2.0
#include "cli/output/redaction.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/secrets.h"

namespace roster::cli {

namespace {

bool takes_value(const Command& command, std::string_view option) {
    const auto row = std::ranges::find(command.options, option, &Option::name);
    return row != command.options.end() && row->takes != Takes::nothing;
}

}  // namespace

std::string without_secrets(const Command& command, const std::vector<std::string>& words) {
    const std::string hidden(kHiddenSecret);
    std::string line(command.name);
    bool after_secret_key = false, next_is_secret = false;
    for (const std::string& word : words) {
        std::string shown = word;
        if (word.starts_with("--")) {
            const std::size_t equals = std::min(word.find('='), word.size());
            const std::string_view option = std::string_view(word).substr(2, equals - 2);
            const bool secret = takes_value(command, option) &&
                                (names_secret(option) || (after_secret_key && option == "value"));
            if (secret && equals < word.size()) shown = word.substr(0, equals + 1) + hidden;
            next_is_secret = secret && equals == word.size();
        } else {
            if (next_is_secret || after_secret_key) shown = hidden;
            if (!next_is_secret && names_secret(word)) after_secret_key = true;
            next_is_secret = false;
        }
        line += " " + shown;
    }
    return line;
}

std::string no_time(std::string_view text) {
    return fmt::format(
        "\"{}\" is no time; give one as 2026-11-23, as 2026-11-23T14:14:43 (UTC) or with an offset "
        "such as +01:00, in Unix seconds, or as an age such as 30m, 12h or 7d.",
        text);
}

}  // namespace roster::cli
