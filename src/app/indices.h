// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/installation.h"

namespace roster {

// Makes the people index and all objects that are ready, anew where they are there:
// db:add-missing-indices. For a million accounts this takes some minutes. Nothing to do on a
// server's database.
void make_indices(Installation& house);
// A few milliseconds of the work that is left to do on objects. A unit of work of its own, on a
// connection that writes. Returns whether more is left.
bool make_some_objects_ready(Installation& house, storage::Connection& writer);

}  // namespace roster
