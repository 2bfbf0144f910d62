// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/exchange.h"

namespace roster {

// Reads what the request's first line says: its target, which of these protocols it is for, and the
// row that fits. To be called once for a call, which has its id then whatever happens.
void read_head(Exchange& exchange, std::span<const Protocol* const> protocols);

}  // namespace roster
