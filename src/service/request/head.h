// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/exchange.h"

namespace roster {

// Reads the request line: the target, the protocol it belongs to, and the matching row. Call it
// once per call; the request id is set in any case.
void read_head(Exchange& exchange, std::span<const Protocol* const> protocols);

}  // namespace roster
