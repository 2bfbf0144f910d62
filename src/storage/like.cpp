// SPDX-License-Identifier: Apache-2.0
#include "storage/like.h"

namespace roster::storage {

std::string like_pattern(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + '%';
}

}  // namespace roster::storage
