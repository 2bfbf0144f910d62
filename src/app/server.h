// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "cli/transport/command_context.h"
#include "service/answer.h"

namespace roster {

// Serves until SIGTERM or SIGINT, then finishes the running calls and returns. SIGHUP reopens the
// log files and reloads the certificate. Calls `ready` once clients can connect. Throws
// std::runtime_error with a sentence when it cannot or must not listen.
void serve(House& house, const cli::Serving& wanted,
           const std::function<void(const cli::Listening&)>& ready);

}  // namespace roster
