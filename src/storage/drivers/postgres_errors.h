// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "storage/drivers/driver.h"

// What PostgreSQL's error states (SQLSTATE) mean.
namespace roster::storage::postgres {

// Whether another transaction is in the way: a serialisation failure, a deadlock, a lock timeout,
// or a duplicate key. A call looks for a free key before it inserts, so a duplicate means that
// somebody else took the key meanwhile.
bool is_conflict(std::string_view state);

// Whether only a new connection, here or to another server, can help, or else an administrator of
// the server: it shuts down or starts (57P), lacks memory, disk or connections (53), was told to
// end the statement (57014), is a standby now (25006), or has forgotten or outgrown our statements
// (26000, 42P05, 0A000), as behind a pooler.
bool ends_connection(std::string_view state);

// The trouble that an error state stands for.
Trouble trouble_of(std::string_view state);

}  // namespace roster::storage::postgres
