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

// Kinds of a stored value, as oc_appconfig.type counts them (a set of bits).
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
std::optional<AppValue> find_app_value(Connection& db, std::string_view app, std::string_view key);
std::optional<std::string> app_value(Connection& db, std::string_view app, std::string_view key);
// Takes the place of a row that is_app_key_taken() tells about.
void set_app_value(Connection& db, std::string_view app, std::string_view key,
                   const AppValue& value);
// Whether the engine has no room for this key, because of another one that its unique key takes for
// the same, such as one with a blank at its end.
bool is_app_key_taken(Connection& db, std::string_view app, std::string_view key);
bool delete_app_value(Connection& db, std::string_view app, std::string_view key);
// Every app that has a value stored, and the keys of one app, each sorted by bytes.
std::vector<std::string> apps_with_values(Connection& db);
std::vector<std::string> app_value_keys(Connection& db, std::string_view app);

// The values of one app as they are stored, in no order.
struct AppText {
    std::string key{}, value{};
};
std::vector<AppText> app_texts(Connection& db, std::string_view app);

// Every value of one app, or of all where `app` is empty; keys in the order of their writing.
struct StoredAppValue {
    std::string app{}, key{};
    AppValue value{};
};
std::vector<StoredAppValue> stored_app_values(Connection& db, std::string_view app);

// What administrators set about new users, passwords and quotas, and few others.
std::vector<StoredAppValue> app_values_for_changes(Connection& db);

// The app value `enabled` of an app: `yes`, `no`, or a JSON list of the groups it is on for.
struct AppState {
    std::string app{};
    std::string enabled{};
};
std::vector<AppState> app_states(Connection& db);

// Bytes of a value that has room in the index.
inline constexpr std::size_t kLongestIndexed = 64;

// How a row of oc_preferences is kept; with `indexed` its value is repeated for look-ups, unless it
// is longer than kLongestIndexed.
struct PreferenceKind {
    std::int64_t type = 0;  // 0 mixed, 1 string
    bool indexed = false;
};
inline constexpr PreferenceKind kMixedPreference{};
inline constexpr PreferenceKind kTextPreference{.type = 1};
inline constexpr PreferenceKind kIndexedPreference{.type = 1, .indexed = true};

std::optional<std::string> preference(Connection& db, std::string_view uid, std::string_view app,
                                      std::string_view key);
// All preferences of an account that the account object shows, as (app, key, value).
struct Preference {
    std::string app{}, key{}, value{};
};
std::vector<Preference> account_preferences(Connection& db, std::string_view uid);
// All that there are, by app; of one app in the order in which they were written.
std::vector<Preference> all_preferences(Connection& db, std::string_view uid);
void set_preference(Connection& db, std::string_view uid, std::string_view app,
                    std::string_view key, std::string_view value,
                    PreferenceKind kind = kMixedPreference);
// Preferences of many users, each as it is to be.
struct PreferenceRow {
    Uid uid{};
    std::string app{}, key{}, value{};
    PreferenceKind kind{};
};
void insert_preferences(Connection& db, std::span<const PreferenceRow> rows);
void update_preferences(Connection& db, std::span<const PreferenceRow> rows);
void delete_preferences(Connection& db, std::span<const PreferenceRow> rows);
bool delete_preference(Connection& db, std::string_view uid, std::string_view app,
                       std::string_view key);
void delete_preferences_of_app(Connection& db, std::string_view uid, std::string_view app);
void delete_preferences(Connection& db, std::string_view uid);

}  // namespace roster::storage
