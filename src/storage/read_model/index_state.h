// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/engine/connection.h"

namespace roster::storage {

// Which of Roster's own indices are there, each as a whole. None on an engine that has no need of
// them.
struct IndexState {
    bool people = false;   // people_index.h
    bool lists = false;    // list_indexes.h
    bool objects = false;  // object_rows.h
};
// In one statement, and remembered where that is possible.
IndexState find_index_state(Connection& db);

}  // namespace roster::storage
