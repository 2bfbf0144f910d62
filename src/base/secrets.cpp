// SPDX-License-Identifier: Apache-2.0
#include "base/secrets.h"

#include <algorithm>
#include <array>

#include "base/php/php.h"
#include "base/text.h"

namespace roster {

namespace {

constexpr std::array<std::string_view, 6> kTelling = {"pass", "secret",     "token",
                                                      "salt", "credential", "privatekey"};
// The HTML page of a login flow has its token in the path.
constexpr std::string_view kFlowPath = "/login/v2/flow/";

// The name as PHP reads it: decoded, without brackets.
std::string name_of(std::string_view pair) {
    const std::string name = percent_decode(pair.substr(0, pair.find('=')), true);
    return name.substr(0, name.find('['));
}

std::string hide(std::string_view pair) {
    return std::string(pair.substr(0, pair.find('='))) + "=" + std::string(kHiddenSecret);
}

std::string query_without_secrets(std::string_view query) {
    const std::vector<std::string_view> pairs = split(query, '&');
    const bool edits_secret = std::ranges::any_of(pairs, [](std::string_view pair) {
        const std::size_t equals = pair.find('=');
        return equals != pair.npos && to_ascii_lower(name_of(pair)) == "key" &&
               names_secret(percent_decode(pair.substr(equals + 1), true));
    });
    std::string clean;
    for (const std::string_view pair : pairs) {
        const std::string name = to_ascii_lower(name_of(pair));
        const bool hidden = pair.find('=') != pair.npos &&
                            (names_secret(name) || (edits_secret && name == "value"));
        if (!clean.empty()) clean += '&';
        clean += hidden ? hide(pair) : std::string(pair);
    }
    return clean;
}

}  // namespace

bool names_secret(std::string_view name) {
    const std::string lower = to_ascii_lower(name);
    return std::ranges::any_of(
        kTelling, [&lower](std::string_view word) { return lower.find(word) != lower.npos; });
}

std::string without_secrets(std::string_view target) {
    const std::size_t question = std::min(target.find('?'), target.size());
    std::string clean(target.substr(0, question));
    const std::size_t flow = clean.find(kFlowPath);
    if (flow != std::string::npos) {
        const std::size_t begin = flow + kFlowPath.size();
        clean.replace(begin, std::min(clean.find('/', begin), clean.size()) - begin, kHiddenSecret);
    }
    if (question == target.size()) return clean;
    return clean + "?" + query_without_secrets(target.substr(question + 1));
}

}  // namespace roster
