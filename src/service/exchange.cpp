// SPDX-License-Identifier: Apache-2.0
#include "service/exchange.h"

#include "base/text.h"

namespace roster {

bool Exchange::wants_html() const {
    return request.header("Accept").find("html") != std::string_view::npos;
}

std::string cookie(const Request& request, std::string_view name) {
    const std::string_view cookies = request.header("Cookie");
    if (cookies.empty()) return {};
    for (const std::string_view pair : split(cookies, ';')) {
        const std::string_view trimmed = trim(pair);
        const std::size_t equals = trimmed.find('=');
        if (equals != std::string_view::npos && trimmed.substr(0, equals) == name)
            return percent_decode(trimmed.substr(equals + 1), true);
    }
    return {};
}

}  // namespace roster
