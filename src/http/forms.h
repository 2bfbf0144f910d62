// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/value.h"
#include "http/message.h"

namespace roster {

// PHP's limits: of more variables than these the rest is dropped. A form in the body of a POST
// keeps one more than all others (transport: 1001 variables).
inline constexpr std::size_t kMaximumVariables = 1000;
inline constexpr std::size_t kMaximumPostVariables = 1001;

// Pairs of a query or a urlencoded body, decoded as PHP does: `a[]=1` is a list, `a[k]=v` a map,
// a later pair replaces an earlier one, at most 64 levels of brackets.
Array parse_form(std::string_view text, std::size_t max_variables);

// The fields of a multipart/form-data body; uploaded files are left out.
Array parse_multipart(std::string_view body, std::string_view content_type,
                      std::size_t max_variables);

// All parameters of a request by name, later sources over earlier ones: query, form of a POST,
// path placeholders, JSON body or form of another method. Broken JSON counts as no body.
// What PHP keeps under whole numbers cannot be asked for and is left out.
Array request_parameters(const Request& request, const Array& path_parameters);

}  // namespace roster
