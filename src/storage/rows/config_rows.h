// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// The types of an app value: the bits of oc_appconfig.type.
namespace app_value_type {
inline constexpr std::int64_t kSensitive = 1, kMixed = 2, kString = 4, kInteger = 8, kFloat = 16,
                              kBoolean = 32, kArray = 64;
}

// A row of oc_appconfig.
struct AppValue {
    std::string value{};
    std::int64_t type = app_value_type::kMixed;
    bool lazy = false;
};
// The row or its value; nothing when there is none. Cached where that is possible.
std::optional<AppValue> find_app_value(Connection& db, std::string_view app, std::string_view key);
std::optional<std::string> app_value(Connection& db, std::string_view app, std::string_view key);
// Updates or inserts the row. Overwrites a row that is_app_key_taken() reports.
void set_app_value(Connection& db, std::string_view app, std::string_view key,
                   const AppValue& value);
// Whether another row occupies this key, because the engine's unique key treats the two as equal:
// for example, when one ends with a blank.
bool is_app_key_taken(Connection& db, std::string_view app, std::string_view key);
// False when there was none.
bool delete_app_value(Connection& db, std::string_view app, std::string_view key);
// All apps that have values, and the keys of one app, each sorted by bytes.
std::vector<std::string> apps_with_values(Connection& db);
std::vector<std::string> app_value_keys(Connection& db, std::string_view app);

// The values of one app as stored, in no order. Cached where that is possible.
struct AppText {
    std::string key{}, value{};
};
std::vector<AppText> app_texts(Connection& db, std::string_view app);

// All values of one app, or of all apps when `app` is empty; by app, keys in insertion order.
struct StoredAppValue {
    std::string app{}, key{};
    AppValue value{};
};
std::vector<StoredAppValue> stored_app_values(Connection& db, std::string_view app);

// What administrators set about new users, passwords and quotas, with few other values.
std::vector<StoredAppValue> app_values_for_changes(Connection& db);

// The app value `enabled` of an app: `yes`, `no`, or a JSON list of the groups that it is enabled
// for.
struct AppState {
    std::string app{};
    std::string enabled{};
};
// The state of every app that has one.
std::vector<AppState> app_states(Connection& db);

// The longest value that is indexed, in bytes.
inline constexpr std::size_t kLongestIndexed = 64;

// How a row of oc_preferences is stored. With `indexed` the value is repeated in the indexed
// column, unless it is longer than kLongestIndexed.
struct PreferenceKind {
    std::int64_t type = 0;  // 0 mixed, 1 string
    bool indexed = false;
};
inline constexpr PreferenceKind kMixedPreference{};
inline constexpr PreferenceKind kTextPreference{.type = 1};
inline constexpr PreferenceKind kIndexedPreference{.type = 1, .indexed = true};

// The value, or nothing.
std::optional<std::string> preference(Connection& db, std::string_view uid, std::string_view app,
                                      std::string_view key);
// The preferences of a user that may appear in the user's object.
struct Preference {
    std::string app{}, key{}, value{};
};
std::vector<Preference> account_preferences(Connection& db, std::string_view uid);
// All preferences, by app, within an app in insertion order.
std::vector<Preference> all_preferences(Connection& db, std::string_view uid);
// Updates or inserts the row.
void set_preference(Connection& db, std::string_view uid, std::string_view app,
                    std::string_view key, std::string_view value,
                    PreferenceKind kind = kMixedPreference);
// For many users: rows that do not exist yet, rows that exist, rows to delete.
struct PreferenceRow {
    Uid uid{};
    std::string app{}, key{}, value{};
    PreferenceKind kind{};
};
void insert_preferences(Connection& db, std::span<const PreferenceRow> rows);
void update_preferences(Connection& db, std::span<const PreferenceRow> rows);
void delete_preferences(Connection& db, std::span<const PreferenceRow> rows);
// False when there was none.
bool delete_preference(Connection& db, std::string_view uid, std::string_view app,
                       std::string_view key);
// Delete all preferences of a user for one app, or all of them.
void delete_preferences_of_app(Connection& db, std::string_view uid, std::string_view app);
void delete_preferences(Connection& db, std::string_view uid);

}  // namespace roster::storage
