// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::ocs {

// Everything that is no OCS call: with and without /index.php. Claims every request, so it has to
// be asked last.
const Protocol& pages();

// What the web server in front of Nextcloud answers by itself: TRACE, and line feeds in the path.
// Has to be asked first.
const Protocol& web_server();

}  // namespace roster::ocs
