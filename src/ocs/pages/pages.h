// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::ocs {

// Everything that is not an OCS call, with and without /index.php. Claims every request, so it must
// be asked last.
const Protocol& pages();

// What the web server in front of Nextcloud answers itself: TRACE, and line feeds in the path. Must
// be asked first.
const Protocol& web_server();

}  // namespace roster::ocs
