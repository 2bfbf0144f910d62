// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "storage/drivers/driver.h"

namespace roster::storage {

// The snapshot of the database that a read-only call sees, where Driver::reads_together(). A call
// may leave it to the next one, which uses it if nothing has changed since.
class Snapshot {
  public:
    explicit Snapshot(Driver& driver) : driver_(driver) {}

    // From now on calls leave their snapshot open. Call end() soon after each: SQLite cannot
    // restart its WAL meanwhile.
    void keep_for_next() { keeps_ = true; }
    // Opens a snapshot for a call. True when it is the one that the call before has seen. Throws
    // DatabaseError.
    bool open();
    // Ends the call.
    void close();
    // Drops the snapshot that a call has left.
    void end() {
        if (std::exchange(left_, false)) driver_.commit();
    }

  private:
    Driver& driver_;
    bool keeps_ = false;
    bool open_ = false;
    bool left_ = false;
};

}  // namespace roster::storage
