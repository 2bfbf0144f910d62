// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/json/json.h"
#include "base/json/value.h"
#include "http/message.h"

namespace roster {

// PHP's limits: of more variables than these the rest is dropped. A form in the body of a POST
// keeps one more than all others (transport: 1001 variables).
inline constexpr std::size_t kMaximumVariables = 1000;
inline constexpr std::size_t kMaximumPostVariables = 1001;

// Values in a JSON body: maps, lists and what is in them. PHP has no such limit and goes on until
// its memory is used up; 16 MB of text could otherwise become a gigabyte of values.
inline constexpr std::size_t kMaximumJsonValues = 200'000;

// Pairs of a query or a urlencoded body, decoded as PHP does: `a[]=1` is a list, `a[k]=v` a map,
// a later pair replaces an earlier one, at most 64 levels of brackets.
Array parse_form(std::string_view text, std::size_t max_variables);

// The fields of a multipart/form-data body; uploaded files are left out.
Array parse_multipart(std::string_view body, std::string_view content_type,
                      std::size_t max_variables);

// All parameters of a request by name, later sources over earlier ones: query, form of a POST,
// path placeholders, JSON body or form of another method. Broken JSON counts as no body.
// What PHP keeps under whole numbers cannot be asked for and is left out. Of a JSON body only the
// members with these names are kept, all when there are none. Refuses too_many_values.
Expected<Array, JsonFault> request_parameters(const Request& request, const Array& path_parameters,
                                              std::span<const std::string_view> json_members = {});

// The same as if the request had no body.
Array head_parameters(const Request& request, const Array& path_parameters);

bool has_json_body(const Request& request);

}  // namespace roster
