// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <algorithm>

#include "base/text.h"

namespace roster {

namespace {

bool is_word(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '_'); });
}

// Matches placeholders from the left; a greedy one gives back what the rest needs.
bool match_from(std::string_view pattern, std::string_view path, Array& found) {
    const std::size_t open = pattern.find('{');
    if (open == std::string_view::npos) return pattern == path;
    if (!path.starts_with(pattern.substr(0, open))) return false;
    path.remove_prefix(open);
    const std::size_t close = pattern.find('}', open);
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    const std::string_view rest = pattern.substr(close + 1);

    if (name.ends_with('*')) {
        name.remove_suffix(1);
        if (rest.empty() ? path.empty() : path.size() <= rest.size() || !path.ends_with(rest))
            return false;
        found.set(name, path.substr(0, path.size() - rest.size()));
        return true;
    }
    const bool word = name.ends_with(":word");
    if (word) name.remove_suffix(std::string_view(":word").size());
    const std::string_view segment = path.substr(0, path.find('/'));
    if (word ? !is_word(segment) : segment.empty()) return false;
    found.set(name, segment);
    return match_from(rest, path.substr(segment.size()), found);
}

}  // namespace

Target parse_target(std::string_view target) {
    Target parsed;
    const std::size_t mark = target.find('?');
    if (mark != std::string_view::npos) parsed.query = target.substr(mark + 1);
    parsed.raw_path = target.substr(0, mark);
    const auto is_slash = [](char a, char b) { return a == '/' && b == '/'; };
    const auto rest = std::ranges::unique(parsed.raw_path, is_slash);
    parsed.raw_path.erase(rest.begin(), rest.end());
    parsed.path = percent_decode(parsed.raw_path);
    return parsed;
}

std::optional<Array> match_path(std::string_view pattern, std::string_view path) {
    Array found;
    if (!match_from(pattern, path, found)) return std::nullopt;
    return found;
}

}  // namespace roster
