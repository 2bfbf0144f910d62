// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::ocs {

// Nextcloud's OCS protocol: /ocs/v1.php and /ocs/v2.php (contract: transport).
const Protocol& protocol();

// The OCS status code for a refusal on this route.
int ocs_number(const Route* route, const Error& error);
// The HTTP status for a number. v1 answers 200, except for 997; v2 maps the number (contract:
// transport, section 1).
int http_status(int number, bool v2);

}  // namespace roster::ocs
