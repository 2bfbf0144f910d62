// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// Returns the action that writes the log lines of a call once its changes are durable.
std::function<void()> log_later(Installation& house, const Exchange& exchange, Transaction& tx);

// Logs a refusal that no rule has logged.
void log_refusal(Exchange& exchange, Transaction& tx, const Error& error);

// Writes an internal error to the log and the terminal. Works before anything is known of the call,
// even its settings.
void log_accident(Installation& house, const Exchange& exchange, const std::exception& accident);

}  // namespace roster
