// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// What accounts keep for themselves (oc_preferences), as far as they may set it over the API: a
// handful of keys that an app approves. Everything else is refused.

// What the caller has stored; nobody has nothing.
std::string own_preference(Transaction& tx, std::string_view app, std::string_view key,
                           std::string_view otherwise = "");

// Sets preferences of the caller, all or none. `values` maps keys to texts. Refuses
// invalid_argument (field: the key) for a key or value that nobody approves, internal for a text
// that cannot be read.
Result<Done> set_own_preferences(Transaction& tx, std::string_view app, const Array& values);
// The same for a single one. Its key may look like a number, which in a map is refused as internal.
Result<Done> set_own_preference(Transaction& tx, std::string_view app, const std::string& key,
                                const std::string& value);
// Deletes preferences of the caller, all or none; one that is not there is no refusal. Refuses
// invalid_argument.
Result<Done> delete_own_preferences(Transaction& tx, std::string_view app,
                                    const std::vector<std::string>& keys);

}  // namespace roster
