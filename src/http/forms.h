// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/json/json.h"
#include "base/json/value.h"
#include "http/message.h"

namespace roster {

// PHP's limits: variables beyond them are dropped. A form in the body of a POST may have one more
// than any other (transport: 1001 variables).
inline constexpr std::size_t kMaximumVariables = 1000;
inline constexpr std::size_t kMaximumPostVariables = 1001;

// The limit of values in a JSON body: maps, lists and their items. PHP has only its memory limit;
// here 16 MB of text could become a gigabyte of values.
inline constexpr std::size_t kMaximumJsonValues = 200'000;

// Parses a query or a urlencoded body like PHP: `a[]=1` is a list, `a[k]=v` a map, a later pair
// replaces an earlier one, at most 64 levels of brackets.
Array parse_form(std::string_view text, std::size_t max_variables);

// Parses the fields of a multipart/form-data body; uploaded files are left out.
Array parse_multipart(std::string_view body, std::string_view content_type,
                      std::size_t max_variables);

// All parameters of a request by name. Later sources replace earlier ones: query, form of a POST,
// path placeholders, JSON body or form of another method. Broken JSON counts as no body. Names that
// PHP turns into whole numbers cannot be asked for and are left out. Of a JSON body only the
// members in `json_members` are stored; all when the list is empty. Refuses too_many_values.
Expected<Array, JsonFault> request_parameters(const Request& request, const Array& path_parameters,
                                              std::span<const std::string_view> json_members = {});

// The same, ignoring the body.
Array head_parameters(const Request& request, const Array& path_parameters);

// Whether the Content-Type says that the body is JSON.
bool has_json_body(const Request& request);

}  // namespace roster
