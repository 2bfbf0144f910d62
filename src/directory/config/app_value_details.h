// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// A value of an app with everything that is kept about it, as the command line sees it: no key is
// protected there.
struct AppValueDetails {
    std::string value{};  // readable, also where it is a secret
    std::string type{};   // mixed, string, integer, float, boolean or array
    bool lazy = false;
    bool sensitive = false;
};
std::optional<AppValueDetails> find_app_value_details(Transaction& tx, std::string_view app,
                                                      std::string_view key);

// What is to become of a value; what is left open stays as it is.
struct AppValueChange {
    std::optional<std::string> value{};
    std::optional<std::string> type{};
    std::optional<bool> lazy{};
    std::optional<bool> sensitive{};
};
// Whether anything had to be changed. Refuses invalid_argument for an unknown type (field "type")
// and for a value that is none of its type (field "value"), missing_argument for no value where
// none is stored.
Result<bool> change_app_value(Transaction& tx, std::string_view app, std::string_view key,
                              const AppValueChange& change);
// Whether there was one.
bool forget_app_value(Transaction& tx, std::string_view app, std::string_view key);

}  // namespace roster
