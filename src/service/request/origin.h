// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"
#include "model/origin.h"
#include "model/settings.h"

namespace roster {

// As Nextcloud finds it: what a client says in X-Forwarded-For (or the headers that
// forwarded_for_headers names), X-Forwarded-Proto and X-Forwarded-Host counts only when the
// connection comes from one of trusted_proxies; overwritehost, overwriteprotocol and
// overwritewebroot go before, where overwritecondaddr fits the address of the connection. Links
// keep the port that was asked for, unless roster.links_with_port is false.
Origin find_origin(const Request& request, const Settings& settings);

// Whether the setting trusted_domains names a host, which may have a port; this machine's own names
// are trusted always.
bool is_trusted_host(const Settings& settings, std::string_view host);

}  // namespace roster
