// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/change_notes.h"

#include <fmt/format.h>

namespace roster::storage {

std::string noting_trigger(std::string_view name, const ChangeNotes& notes, std::string_view event,
                           std::string_view noted) {
    // No ON CONFLICT: the one of the statement that sets the trigger off would count instead.
    const std::string again =
        notes.again.empty() ? ""
                            : fmt::format(" UPDATE {} SET {} WHERE uid IN (SELECT uid FROM ({}));",
                                          notes.name, notes.again, noted);
    return fmt::format(
        "CREATE TRIGGER IF NOT EXISTS {0} AFTER {1} BEGIN{2}"
        " INSERT INTO {3} ({4}) SELECT {4} FROM ({5}) s WHERE NOT EXISTS"
        " (SELECT 1 FROM {3} c WHERE c.uid = s.uid); END",
        name, event, again, notes.name, notes.columns, noted);
}

}  // namespace roster::storage
