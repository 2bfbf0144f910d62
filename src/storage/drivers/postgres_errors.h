// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "storage/drivers/driver.h"

// What the states mean that PostgreSQL fails with.
namespace roster::storage::postgres {

// Serialisation failure, deadlock, lock timeout; and a unique key: what an insert has to find free
// was looked for before, so somebody else took it meanwhile.
bool is_conflict(std::string_view state);

// What a new connection, here or to another server, may settle, and else only somebody who looks
// after this one: it ends or starts (57P), lacks memory, disk or connections (53), was told to end
// the statement (57014), is a standby now (25006), or has forgotten or outgrown our statements
// (26000, 42P05, 0A000), as a pooler in front of it does.
bool ends_connection(std::string_view state);

Trouble trouble_of(std::string_view state);

}  // namespace roster::storage::postgres
