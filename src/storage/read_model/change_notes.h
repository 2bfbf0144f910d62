// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::storage {

// A table that holds what has changed, one row for each account.
struct ChangeNotes {
    std::string_view name;
    std::string_view columns = "uid";  // with commas
    std::string_view again{};          // what is set in the row of an account that was noted before
};

// The statement that makes a trigger which notes accounts. `event` is what sets it off, such as
// `INSERT ON oc_users`; `noted` selects those columns of those accounts.
std::string noting_trigger(std::string_view name, const ChangeNotes& notes, std::string_view event,
                           std::string_view noted);

}  // namespace roster::storage
