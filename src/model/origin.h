// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace roster {

// Where a call comes from, and how its client addresses this installation, after the headers of
// trusted proxies were evaluated.
struct Origin {
    std::string remote_address{};  // of the client
    // As sent, so it may be any text; only for the check of trusted hosts.
    std::string asked_host{};
    std::string host{};             // for URLs in responses
    std::string link_host{};        // for URLs in mails
    std::string protocol = "http";  // or https
    std::string web_root{};         // empty, or a path such as /cloud

    bool is_secure() const { return protocol == "https"; }
    // The base URLs, without a trailing slash.
    std::string url() const { return protocol + "://" + host + web_root; }
    std::string link_url() const { return protocol + "://" + link_host + web_root; }
};

}  // namespace roster
