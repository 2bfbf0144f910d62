// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace roster {

// Where a call comes from, and how its client names this installation, once the proxies in front
// have had their say.
struct Origin {
    std::string remote_address{};   // of the client
    std::string asked_host{};       // as it was sent, so it may be anything; for the check alone
    std::string host{};             // in the addresses that answers carry
    std::string link_host{};        // in those that leave by mail
    std::string protocol = "http";  // or https
    std::string web_root{};         // empty, or as /cloud

    bool is_secure() const { return protocol == "https"; }
    // Without a slash at their end.
    std::string url() const { return protocol + "://" + host + web_root; }
    std::string link_url() const { return protocol + "://" + link_host + web_root; }
};

}  // namespace roster
