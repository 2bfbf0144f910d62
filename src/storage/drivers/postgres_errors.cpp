// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/postgres_errors.h"

#include <algorithm>
#include <initializer_list>

namespace roster::storage::postgres {

namespace {

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

bool is_conflict(std::string_view state) {
    return is_one_of(state, {"40001", "40P01", "55P03", "23505"});
}

bool ends_connection(std::string_view state) {
    return state.starts_with("08") || state.starts_with("57P") || state.starts_with("53") ||
           is_one_of(state, {"57014", "25006", "26000", "42P05", "0A000"});
}

Trouble trouble_of(std::string_view state) {
    if (state == "53100") return Trouble::full;
    if (state == "55P03") return Trouble::locked;
    if (state == "25006") return Trouble::read_only;
    return state == "58030" ? Trouble::failing : Trouble::none;
}

}  // namespace roster::storage::postgres
