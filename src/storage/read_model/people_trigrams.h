// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Which three letters every twentieth of the people index has, or more: looking for them finds too
// many to be worth it. They are noted in the index with the number of people it had then, and anew
// when that has doubled.
class CommonTrigrams {
  public:
    // Notes those of an index with so many people, as a part of the caller's unit of work.
    void note(Connection& db, std::int64_t people);
    // Does some milliseconds of that work when it is due; what was found is written at the end, in
    // a unit of work of its own. Whether more is left.
    bool note_some(Connection& db);

  private:
    bool is_due(Connection& db);
    bool look_at_some(Connection& db, std::int64_t most_entries);
    void write(Connection& db);

    std::int64_t people_ = 0;  // of the work under way; 0 for none
    std::string next_{};       // the trigram to go on with
    std::vector<std::string> found_{};
};

}  // namespace roster::storage
