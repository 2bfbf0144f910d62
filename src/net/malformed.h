// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/core/error.hpp>

#include <string>
#include <string_view>

namespace roster::net {

// Where a parser of requests has stopped.
struct Stop {
    std::string_view rest{};  // the bytes from the beginning of the line at fault
    bool in_first_line = false;
    std::string_view header_before{};  // the name of the last good header; empty: none
    boost::beast::error_code error{};
};

// What to change, in a sentence for people. Names the header at fault and the character, never the
// value of a header or a part of an address: either may be a secret.
std::string explain_malformed(const Stop& stop);

}  // namespace roster::net
