// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"
#include "storage/rows/config_rows.h"

namespace roster {

// The values that apps store for the whole installation (oc_appconfig). All functions here that
// return a Result refuse internal for an app id of more than 32 bytes or a key of more than 64.

// The stored value, decrypted if it is a secret, or else `otherwise`. Refuses invalid_argument
// (field "app") for an invalid app id.
Result<std::string> read_app_value(Transaction& tx, std::string_view app, std::string_view key,
                                   std::string_view otherwise);
// Sorted as PHP sorts keys. Names that look like whole numbers become numbers, as in PHP's arrays.
// The second refuses invalid_argument for an invalid app id.
std::vector<Value> list_apps_with_values(Transaction& tx);
Result<std::vector<Value>> list_app_value_keys(Transaction& tx, std::string_view app);

// All values of an app, or of every app when `app` is empty, as app -> key -> value, in insertion
// order. Secrets are hidden unless `with_secrets`.
Array list_app_values(Transaction& tx, std::string_view app, bool with_secrets);

// Whether this caller may set the value: administrators any, users with the Sharing delegation
// those of that page.
bool may_set_app_value(const Transaction& tx, std::string_view app, std::string_view key);

// Stores a value, converted to the stored or declared type of the key. Refuses forbidden, then
// invalid_argument for an invalid app id (field "app") or a protected key, then internal for a text
// that does not fit the type.
Result<Done> write_app_value(Transaction& tx, std::string_view app, std::string_view key,
                             const std::string& value);
// Deletes a value with its type; a missing one is no refusal. Refuses invalid_argument for an
// invalid app id or a protected key.
Result<Done> remove_app_value(Transaction& tx, std::string_view app, std::string_view key);

// The text to be stored for a type (bits of storage::app_value_type); nothing when it does not fit
// the type.
std::optional<std::string> convert_app_value(std::string_view text, std::int64_t type);

// Refuses invalid_argument for a key that the database cannot distinguish from another one, for
// example one with a trailing blank, because that one would be overwritten.
Result<Done> check_has_room(Transaction& tx, std::string_view app, std::string_view key);

// Store and delete without checking permissions; deleting returns whether there was a value. The
// change is recorded.
void store_app_value(Transaction& tx, std::string_view app, std::string_view key,
                     const storage::AppValue& row);
bool erase_app_value(Transaction& tx, std::string_view app, std::string_view key);

// Encrypt and decrypt a secret value with the instance's secret. What cannot be decrypted is
// returned as stored.
std::string seal_app_value(const Settings& settings, std::string_view value);
std::string unseal_app_value(const Settings& settings, const storage::AppValue& stored);

// The values of one app as stored, read in one statement.
class AppTexts {
  public:
    AppTexts(Transaction& tx, std::string_view app);
    // The value under `key`, or `otherwise` when there is none.
    std::string text(std::string_view key, std::string_view otherwise = "") const;
    // For older settings, where only `yes` counts.
    bool is_yes(std::string_view key, std::string_view otherwise) const;
    // For values that are declared as booleans.
    bool is_on(std::string_view key) const;
    std::int64_t integer(std::string_view key, std::int64_t otherwise) const;

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

// Single values for other rules: a text, a boolean (`1`, `true`, `yes`, `on`), a number.
// `otherwise` when there is none.
std::string app_text(Transaction& tx, std::string_view app, std::string_view key,
                     std::string_view otherwise = "");
// Whether a stored text means true.
bool is_switched_on(std::string_view stored);
bool app_switch(Transaction& tx, std::string_view app, std::string_view key, bool otherwise);
std::int64_t app_integer(Transaction& tx, std::string_view app, std::string_view key,
                         std::int64_t otherwise);

}  // namespace roster
