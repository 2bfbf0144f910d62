// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/exchange.h"

namespace roster::ocs {

// Whether the request proves that it was not made by a foreign page: the header OCS-APIRequest, or
// the request token of its session. A call of the API may go by a token in a header, too; a page is
// never opened with one.
bool passes_csrf_check(const Exchange& exchange);
bool passes_page_csrf_check(const Exchange& exchange);

}  // namespace roster::ocs
