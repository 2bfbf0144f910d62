// SPDX-License-Identifier: Apache-2.0
#include "http/basic.h"

#include "base/text.h"

namespace roster {

std::optional<BasicCredentials> read_basic(std::string_view header) {
    constexpr std::string_view kScheme = "basic ";
    if (header.size() < kScheme.size() ||
        !equals_ignoring_case(header.substr(0, kScheme.size()), kScheme))
        return std::nullopt;
    const std::string decoded = base64_decode(trim(header.substr(kScheme.size())));
    const std::size_t colon = decoded.find(':');
    if (colon == std::string::npos) return std::nullopt;
    BasicCredentials found{decoded.substr(0, colon), decoded.substr(colon + 1)};
    const auto is_empty = [](const std::string& text) { return text.empty() || text == "0"; };
    if (is_empty(found.name) || is_empty(found.password)) return std::nullopt;
    return found;
}

}  // namespace roster
