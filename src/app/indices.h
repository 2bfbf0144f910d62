// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/installation.h"

namespace roster {

// Builds, or rebuilds, the user search index and all stored user objects: db:add-missing-indices.
// Takes some minutes for a million users. Does nothing on a database server.
void make_indices(Installation& house);
// Does a few milliseconds of the pending work on stored user objects, in its own unit of work, on a
// writing connection. Returns whether more is left.
bool make_some_objects_ready(Installation& house, storage::Connection& writer);

}  // namespace roster
