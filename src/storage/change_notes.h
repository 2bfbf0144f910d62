// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::storage {

// The statement that makes a trigger which notes accounts in `table`, a table with the one column
// uid, each account once. `event` is what sets it off, such as `INSERT ON oc_users`; `uids` selects
// those accounts, in a column `uid`.
std::string noting_trigger(std::string_view name, std::string_view table, std::string_view event,
                           std::string_view uids);

}  // namespace roster::storage
