// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/snapshot.h"

namespace roster::storage {

bool Snapshot::open() {
    if (left_ && !driver_.is_current()) end();
    if (std::exchange(left_, false)) {
        open_ = true;
        return true;
    }
    if (driver_.reads_together()) {
        driver_.begin_read();
        open_ = true;
    }
    return false;
}

void Snapshot::close() {
    if (!std::exchange(open_, false)) return;
    left_ = true;
    if (!keeps_) end();
}

}  // namespace roster::storage
