// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/exchange.h"

namespace roster::ocs {

// How this installation names itself in answers: scheme, host and web root, without a slash at the
// end. The host is that of the request without its port, as Nextcloud behind its web server sees
// it (recording "pages: start and login pages"); the settings overwritehost (which may have a
// port), overwriteprotocol and overwritewebroot go before.
std::string instance_url(const Exchange& exchange);
// Its host alone.
std::string instance_host(const Exchange& exchange);

}  // namespace roster::ocs
