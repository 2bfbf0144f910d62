// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/exchange.h"

namespace roster::ocs {

// Whether the request proves that no foreign site made it: by the header OCS-APIRequest, or by the
// request token of its session. For API calls a Bearer token is proof, too; an HTML page is never
// opened with one.
bool passes_csrf_check(const Exchange& exchange);
// The same for an HTML page.
bool passes_page_csrf_check(const Exchange& exchange);

}  // namespace roster::ocs
