// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// The preferences (oc_preferences) that users may set for themselves over the API: a handful of
// keys that an app approves. Everything else is refused.

// The caller's stored value, or `otherwise`; also `otherwise` when not logged in.
std::string own_preference(Transaction& tx, std::string_view app, std::string_view key,
                           std::string_view otherwise = "");

// Sets preferences of the caller, all or none. `values` maps keys to texts. Refuses
// invalid_argument (field: the key) for a key or value that no app approves, internal for a text
// that is not readable.
Result<Done> set_own_preferences(Transaction& tx, std::string_view app, const Array& values);
// The same for one key. The key may look like a number, which set_own_preferences() refuses as
// internal.
Result<Done> set_own_preference(Transaction& tx, std::string_view app, const std::string& key,
                                const std::string& value);
// Deletes preferences of the caller, all or none; missing ones are no refusal. Refuses
// invalid_argument.
Result<Done> delete_own_preferences(Transaction& tx, std::string_view app,
                                    const std::vector<std::string>& keys);

}  // namespace roster
