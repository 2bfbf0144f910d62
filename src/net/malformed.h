// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/core/error.hpp>

#include <string>
#include <string_view>

namespace roster::net {

// Where the parser stopped.
struct Stop {
    std::string_view rest{};  // from the beginning of the faulty line
    bool in_first_line = false;
    std::string_view header_before{};  // the name of the last valid header; empty: none
    boost::beast::error_code error{};
};

// A sentence that tells the client what to change. Names the faulty header and character, never a
// header's value or a part of a URL: either may be a secret.
std::string explain_malformed(const Stop& stop);

}  // namespace roster::net
