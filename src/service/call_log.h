// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// Writes the lines of a call, which stand in the log once what they tell about is durable.
std::function<void()> log_later(Installation& house, const Exchange& exchange, Transaction& tx);

// What the log has to say about a refusal that no rule has told about.
void log_refusal(Exchange& exchange, Transaction& tx, const Error& error);

// Writes to the log and the terminal what went wrong. May come before anything is known of the
// call, its settings included.
void log_accident(Installation& house, const Exchange& exchange, const std::exception& accident);

}  // namespace roster
