// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "model/error.h"
#include "service/route.h"

namespace roster::ocs {

// The form of a refusal.
enum class Shape {
    raised,         // code and message, no data
    returned,       // code without message, the empty list as data
    returned_null,  // code without message, null as data
    returned_text,  // code without message, the text as {"data":{"message":...}}
};

// The number that Nextcloud's endpoint answers for a reason, where it differs from the usual one.
struct Number {
    Errc reason{};
    int number = 0;
    std::string_view field = "";  // empty: any subject of the refusal
    Shape shape = Shape::raised;
};
constexpr std::size_t kMostNumbers = 16;
using Numbers = std::array<Number, kMostNumbers>;  // ends at number 0

// The numbers of a row of routes().
const Numbers& numbers_of(const Route& route);

}  // namespace roster::ocs
