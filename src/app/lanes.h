// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/served_call.h"
#include "storage/read_model/people_index.h"

namespace roster {

// The work of a server's threads: listener threads with a reading connection each, the write lane
// with the writing connection, and database threads for a database server.
class Lanes {
  public:
    Lanes(House& house, const DatabaseWatch& watch, std::size_t threads,
          std::size_t database_threads, bool show_hints);

    // The callbacks for net::Listener. They refer to this object.
    net::Application application();

  private:
    std::vector<std::optional<net::Lane>> run_writes(std::span<net::Call*> calls);
    std::vector<std::optional<net::Lane>> run_in_trouble(std::span<net::Call*> calls,
                                                         const storage::DatabaseError& error);
    bool tend(bool busy);

    Serving serving_;
    std::unique_ptr<storage::Connection> writer_{};  // of the write lane
    std::unique_ptr<storage::Connection> spare_{};   // for its calls while the writer cannot write
    storage::PeopleKeeper people_keeper_{};
};

}  // namespace roster
