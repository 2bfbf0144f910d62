// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"
#include "model/origin.h"
#include "model/settings.h"

namespace roster {

// Finds the origin like Nextcloud. X-Forwarded-For (or the headers that forwarded_for_headers
// names), X-Forwarded-Proto and X-Forwarded-Host count only when the connection comes from one of
// trusted_proxies. overwritehost, overwriteprotocol and overwritewebroot take precedence where
// overwritecondaddr matches the address of the connection. Links keep the requested port unless
// roster.links_with_port is false.
Origin find_origin(const Request& request, const Settings& settings);

// Whether the setting trusted_domains names a host, with or without a port. This machine's own
// names are always trusted.
bool is_trusted_host(const Settings& settings, std::string_view host);

}  // namespace roster
