// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/route.h"

namespace roster::ocs {

// Nextcloud's OCS protocol: /ocs/v1.php and /ocs/v2.php (contract: transport).
const Protocol& protocol();

// The number that a client sees for a refusal on this route.
int ocs_number(const Route* route, const Error& error);
// v1 answers 200 but for 997; v2 maps the number (contract: transport, section 1).
int http_status(int number, bool v2);

}  // namespace roster::ocs
