// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/exceptions.h"

#include <string_view>

namespace roster::ocs::compat {

namespace {

struct Thrown {
    std::string_view field;
    std::string_view exception;
};
constexpr Thrown kThrown[] = {
    {"apporder", "JsonException"},
    {"configs", "TypeError"},
    {"providers", "OC\\Authentication\\Exceptions\\InvalidProviderException"},
};

}  // namespace

std::string exception_of(const Error& error) {
    if (!error.argument.empty()) return error.argument;
    for (const Thrown& thrown : kThrown)
        if (thrown.field == error.field) return std::string(thrown.exception);
    return "Exception";
}

}  // namespace roster::ocs::compat
