// SPDX-License-Identifier: Apache-2.0
#include "directory/installation.h"

namespace roster {

bool has_moved(const Installation& house, const Settings& settings) {
    return settings.text(kMovedAt) != house.moved_at;
}

}  // namespace roster
