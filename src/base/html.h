// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster {

// Escapes a text for HTML, between elements or in an attribute with double quotes.
std::string escape_html(std::string_view text);

}  // namespace roster
