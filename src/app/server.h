// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "service/answer.h"

namespace roster {

struct ServeOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;  // 0: a free one
    std::size_t threads = 0;     // 0: one per core
    bool show_hints = true;      // each refused call with its hint, on the terminal
};

// Serves until SIGTERM or SIGINT, then answers what is running and returns. `ready` is called with
// the port once clients can connect. Throws std::system_error when it cannot listen.
void serve(House& house, const ServeOptions& options,
           const std::function<void(unsigned short port)>& ready);

}  // namespace roster
