// SPDX-License-Identifier: Apache-2.0
#include "app/house.h"

#include "api/health.h"
#include "api/protocol.h"
#include "ocs/envelope.h"
#include "ocs/pages/pages.h"

namespace roster {

House make_house(Installation& installation) {
    // In this order; the pages take what no other protocol claims.
    return {
        installation,
        {&ocs::web_server(), &ocs::protocol(), &api::protocol(), &api::health(), &ocs::pages()}};
}

}  // namespace roster
