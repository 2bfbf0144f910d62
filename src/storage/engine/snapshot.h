// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "storage/drivers/driver.h"

namespace roster::storage {

// The moment of the database that a call sees which only reads, where the engine has such calls
// read together. One call may leave it to the next, which uses it if nobody has changed anything
// since.
class Snapshot {
  public:
    explicit Snapshot(Driver& driver) : driver_(driver) {}

    // From now on calls leave theirs. end() is to be called soon after each, since SQLite's log
    // cannot be begun anew meanwhile.
    void keep_for_next() { keeps_ = true; }
    // Whether it is the one that the call before has seen.
    bool open();
    // The call is over.
    void close();
    // Nobody uses what a call has left.
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
