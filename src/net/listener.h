// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "net/application.h"

namespace roster::net {

// The HTTP/1.0 and 1.1 server: one thread per core, each with its own listening socket, a
// low-priority thread for the penalty box, and the lanes for work that must not run there.
class Listener {
  public:
    Listener(Application application, Limits limits);
    ~Listener();

    // Listens on an IP address or host name; port 0 takes a free one. Returns the port. Clients can
    // connect at once and are served when run() is called. May be called for several addresses. TLS
    // needs use_certificate() first. Throws std::runtime_error that names the address and what to
    // do, also when another server uses the port.
    std::uint16_t bind(const std::string& address, std::uint16_t port,
                       Service service = Service::plain);

    // Sets the certificate (with its intermediates) and the key for Service::tls, two PEM files.
    // Thread-safe, before and during run(); open connections keep what they have. Throws
    // std::runtime_error with a sentence, and then nothing changes.
    void use_certificate(const std::string& certificate_file, const std::string& key_file);

    // Serves on that many threads (at least 1, including the calling one) until stop() is called
    // and every running call is answered.
    void run(std::size_t threads);

    // Tells the server that Application::make_ahead has work again. Called on threads that run
    // calls.
    void make_ahead();

    // Drains: accepts no connections, closes idle ones, answers running calls. Returns at once.
    // Safe in any thread and in a signal handler, before and during run().
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace roster::net
