// SPDX-License-Identifier: Apache-2.0
#include "storage/change_notes.h"

#include <fmt/format.h>

namespace roster::storage {

std::string noting_trigger(std::string_view name, std::string_view table, std::string_view event,
                           std::string_view uids) {
    return fmt::format(
        "CREATE TRIGGER IF NOT EXISTS {0} AFTER {2} BEGIN"
        " INSERT INTO {1} (uid) SELECT s.uid FROM ({3}) s WHERE NOT EXISTS"
        " (SELECT 1 FROM {1} c WHERE c.uid = s.uid); END",
        name, table, event, uids);
}

}  // namespace roster::storage
