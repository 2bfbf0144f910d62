// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "net/application.h"

namespace roster::net {

// The HTTP/1.0 and 1.1 server: a thread per core, each with its own listening socket, a thread of
// the lowest priority for those who give way, and the lanes for what must not run there.
class Listener {
  public:
    Listener(Application application, Limits limits);
    ~Listener();

    // Listens on an IP address or host name; port 0 takes a free one. Returns the port. Clients can
    // connect from here on and are served once run() is called. May be called for more addresses.
    // Throws std::runtime_error that names the address and what to do, also when another server has
    // the port. TLS needs a certificate before.
    std::uint16_t bind(const std::string& address, std::uint16_t port,
                       Service service = Service::plain);

    // The certificate (with those between it and its root) and the key that Service::tls shows, two
    // PEM files. In any thread, before and during run(): connections that are open keep what they
    // have. Throws std::runtime_error with a sentence for people, and then nothing changes.
    void use_certificate(const std::string& certificate_file, const std::string& key_file);

    // Serves on that many threads (at least 1, the calling one included) until stop() is called and
    // every call that was running is answered.
    void run(std::size_t threads);

    // In the threads that run calls: Application::make_ahead has something to do again.
    void make_ahead();

    // Drains: no new connections, idle ones are closed, running calls are answered. Returns at
    // once; safe in any thread and in a signal handler, before and during run().
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace roster::net
