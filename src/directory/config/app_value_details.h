// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// An app value with its attributes, for the command line, where no key is protected.
struct AppValueDetails {
    std::string value{};  // decrypted where it is a secret
    std::string type{};   // mixed, string, integer, float, boolean or array
    bool lazy = false;
    bool sensitive = false;
};
// Nothing when there is no such value.
std::optional<AppValueDetails> find_app_value_details(Transaction& tx, std::string_view app,
                                                      std::string_view key);

// The wanted attributes of a value; empty ones stay as they are.
struct AppValueChange {
    std::optional<std::string> value{};
    std::optional<std::string> type{};
    std::optional<bool> lazy{};
    std::optional<bool> sensitive{};
};
// Returns whether anything had to be changed. Refuses invalid_argument for an unknown type (field
// "type") and for a value that does not fit its type (field "value"), missing_argument when no
// value is given and none is stored.
Result<bool> change_app_value(Transaction& tx, std::string_view app, std::string_view key,
                              const AppValueChange& change);
// Deletes a value; false when there was none.
bool forget_app_value(Transaction& tx, std::string_view app, std::string_view key);

}  // namespace roster
