// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "net/asio.h"

namespace roster::net {

// Loads a TLS context for 1.2 and 1.3 with HTTP/1.1. Throws std::runtime_error with a sentence that
// names the file and what is wrong with it.
std::shared_ptr<TlsContext> load_tls(const std::string& certificate_file,
                                     const std::string& key_file);

// The context for the next handshake. A connection holds a reference to its own, so it may be
// replaced at any time.
class CurrentTls {
  public:
    std::shared_ptr<TlsContext> get() const {
        const std::lock_guard lock(mutex_);
        return context_;
    }
    void set(std::shared_ptr<TlsContext> context) {
        const std::lock_guard lock(mutex_);
        context_ = std::move(context);
    }

  private:
    mutable std::mutex mutex_{};
    std::shared_ptr<TlsContext> context_{};
};

}  // namespace roster::net
