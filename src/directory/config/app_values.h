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

// The values that apps keep for the whole installation (oc_appconfig).

// What is stored, decrypted when it is a secret; else `otherwise`.
// Refuses invalid_argument (field "app") for what is no app id, and internal, as all functions
// here do, for an id of more than 32 bytes or a key of more than 64.
Result<std::string> read_app_value(Transaction& tx, std::string_view app, std::string_view key,
                                   std::string_view otherwise);
// Names that look like whole numbers are numbers, as all keys of PHP's arrays.
std::vector<Value> list_apps_with_values(Transaction& tx);
Result<std::vector<Value>> list_app_value_keys(Transaction& tx, std::string_view app);

// All values of an app, or of every app where `app` is empty, as app -> key -> value, in the order
// of their writing; secrets are hidden unless `with_secrets`.
Array list_app_values(Transaction& tx, std::string_view app, bool with_secrets);

// Whether this caller may set the value: administrators any, a delegate for Sharing those of that
// page.
bool may_set_app_value(const Transaction& tx, std::string_view app, std::string_view key);

// Stores a value, converted to the type that the key has or is declared to have. Refuses forbidden,
// then invalid_argument for a bad app id (field "app") or a protected key (field "key"), then
// internal for a text that is none of that type.
Result<Done> write_app_value(Transaction& tx, std::string_view app, std::string_view key,
                             const std::string& value);
// Forgets a value and its type; one that is not there is no refusal. Refuses invalid_argument for
// a bad app id or a protected key.
Result<Done> remove_app_value(Transaction& tx, std::string_view app, std::string_view key);

// The text as it is stored for a type (a set of bits, storage::app_value_type), or nothing when it
// is no value of that type.
std::optional<std::string> convert_app_value(std::string_view text, std::int64_t type);

// Refuses a key that the database cannot tell from another one, such as one with a blank behind it,
// which would be changed in its place.
Result<Done> check_has_room(Transaction& tx, std::string_view app, std::string_view key);

// Secrets among the values are kept encrypted under the instance's secret.
// Stores and deletes without asking whether that is allowed; deleting says whether there was one.
void store_app_value(Transaction& tx, std::string_view app, std::string_view key,
                     const storage::AppValue& row);
bool erase_app_value(Transaction& tx, std::string_view app, std::string_view key);

std::string seal_app_value(const Settings& settings, std::string_view value);
std::string unseal_app_value(const Settings& settings, const storage::AppValue& stored);

// The values of one app as they are stored, read in one look.
class AppTexts {
  public:
    AppTexts(Transaction& tx, std::string_view app);
    std::string text(std::string_view key, std::string_view otherwise = "") const;
    // Of the older settings, for which `yes` is the one word that counts.
    bool is_yes(std::string_view key, std::string_view otherwise) const;
    // Of those that are declared to be switches.
    bool is_on(std::string_view key) const;
    std::int64_t integer(std::string_view key, std::int64_t otherwise) const;

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

// What other rules read: a text, a switch (`1`, `true`, `yes`, `on`), a number.
std::string app_text(Transaction& tx, std::string_view app, std::string_view key,
                     std::string_view otherwise = "");
// Whether a stored text switches something on.
bool is_switched_on(std::string_view stored);
bool app_switch(Transaction& tx, std::string_view app, std::string_view key, bool otherwise);
std::int64_t app_integer(Transaction& tx, std::string_view app, std::string_view key,
                         std::int64_t otherwise);

}  // namespace roster
