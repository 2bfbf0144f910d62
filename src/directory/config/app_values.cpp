// SPDX-License-Identifier: Apache-2.0
#include "directory/config/app_values.h"

#include <algorithm>
#include <span>

#include "base/crypto/crypto_cipher.h"
#include "base/json/json.h"
#include "base/php/php.h"
#include "base/secrets.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/config/apps.h"
#include "directory/config/system_settings.h"
#include "directory/rows.h"

namespace roster {

namespace {

namespace type = storage::app_value_type;

constexpr std::string_view kSealed = "$AppConfigEncryption$";
constexpr std::string_view kUnsettable = "The given key can not be set";
constexpr std::string_view kNoUnlimitedQuota =
    "The given key can not be set, unlimited quota is forbidden on this instance";
constexpr std::string_view kNotAllowed =
    "Logged in account must be an administrator or have authorization to edit this setting.";
constexpr std::string_view kTrue[] = {"1", "true", "yes", "on"};
constexpr std::string_view kFalse[] = {"0", "false", "no", "off"};

// A key with a fixed type, whether a value is stored or not.
struct Declaration {
    std::string_view app;
    std::string_view key;
    std::int64_t type;
    bool lazy;
};

constexpr Declaration kDeclarations[] = {
    {"core", "lastcron", type::kInteger, false},
    {"core", "ocm_discovery_enabled", type::kBoolean, true},
    {"core", "ocm_invite_accept_dialog", type::kString, true},
    {"core", "shareapi_allow_custom_tokens", type::kBoolean, true},
    {"core", "shareapi_allow_federation_on_public_shares", type::kBoolean, true},
    {"core", "shareapi_default_expire_date", type::kBoolean, false},
    {"core", "shareapi_enable_link_password_by_default", type::kBoolean, false},
    {"core", "shareapi_enforce_expire_date", type::kBoolean, false},
    {"core", "shareapi_enforce_links_password", type::kBoolean, false},
    {"core", "unified_search_max_results_per_request", type::kInteger, false},
    {"core", "unified_search_min_search_length", type::kInteger, false},
    {"files", "overwrites_home_folders", type::kArray, false},
    {"files_sharing", "show_federated_shares_as_internal", type::kBoolean, true},
    {"files_sharing", "show_federated_shares_to_trusted_servers_as_internal", type::kBoolean, true},
};

const Declaration* find_declaration(std::string_view app, std::string_view key) {
    const auto* found = std::ranges::find_if(kDeclarations, [&](const Declaration& declared) {
        return declared.app == app && declared.key == key;
    });
    return found == std::end(kDeclarations) ? nullptr : found;
}

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
    const std::string lower = to_ascii_lower(text);
    return std::ranges::find(words, lower) != words.end();
}

std::optional<std::string> to_boolean(std::string_view text) {
    if (is_one_of(kTrue, text)) return "1";
    if (is_one_of(kFalse, text)) return "0";
    return std::nullopt;
}

std::optional<std::string> to_integer(std::string_view text) {
    if (!is_numeric(text)) return std::nullopt;
    const std::int64_t whole = to_int(text);
    if (static_cast<double>(whole) != to_number(text)) return std::nullopt;
    return std::to_string(whole);
}

std::optional<std::string> to_float(std::string_view text) {
    constexpr int kPrecision = 14;
    if (!is_numeric(text)) return std::nullopt;
    return number_to_text(to_number(text), kPrecision);
}

std::optional<std::string> to_array(std::string_view text) {
    const std::optional<Value> value = parse_json(text);
    if (!value || !value->array()) return std::nullopt;
    return to_json(*value);
}

Result<Done> check_app(std::string_view app) {
    if (is_app_id(app)) return Done{};
    return refuse(Errc::invalid_argument, "Invalid app id given", "app");
}

// The lengths of the columns; Nextcloud fails with longer texts.
Result<Done> check_lengths(std::string_view app, std::string_view key) {
    constexpr std::size_t kLongestApp = 32, kLongestKey = 64;
    if (app.size() > kLongestApp)
        return refuse(Errc::internal, "The app id is too long", "length of app");
    if (key.size() > kLongestKey)
        return refuse(Errc::internal, "The key is too long", "length of key");
    return Done{};
}

// Protects keys that determine what the server is. `value` is "" for a deletion.
Result<Done> check_is_free(Transaction& tx, std::string_view app, std::string_view key,
                           std::string_view value) {
    const auto unsettable = [](std::string_view text) {
        return refuse(Errc::invalid_argument, std::string(text), "protected key");
    };
    if (key == "installed_version" || key == "enabled" || key == "types")
        return unsettable(kUnsettable);
    if (app == "core" && key == "encryption_enabled" && value != "yes")
        return unsettable(kUnsettable);
    if (app == "core" && (key.starts_with("public_") || key.starts_with("remote_")))
        return unsettable(kUnsettable);
    if (app == "files" && key == "default_quota" && value == "none" &&
        app_text(tx, "files", "allow_unlimited_quota", "1") == "0")
        return unsettable(kNoUnlimitedQuota);
    return Done{};
}

// The row to write: a declared key gets its declared type, a stored one keeps its own, and a secret
// stays secret.
storage::AppValue row_to_write(Transaction& tx, std::string_view app, std::string_view key) {
    storage::AppValue row;
    const std::optional<storage::AppValue> stored = storage::find_app_value(rows_of(tx), app, key);
    if (stored) row.type = stored->type;
    if (const Declaration* declared = find_declaration(app, key)) {
        row.type = declared->type | (row.type & type::kSensitive);
        row.lazy = declared->lazy;
    }
    return row;
}

// The value for the audit log, with secrets hidden.
std::optional<std::string> shown_value(std::string_view key,
                                       const std::optional<storage::AppValue>& row) {
    if (!row) return std::nullopt;
    const bool secret = (row->type & type::kSensitive) != 0 || names_secret(key);
    return secret ? std::string(kHiddenSecret) : row->value;
}

}  // namespace

Result<Done> check_has_room(Transaction& tx, std::string_view app, std::string_view key) {
    if (storage::is_app_key_taken(rows_of(tx), app, key))
        return refuse(Errc::invalid_argument, std::string(kUnsettable), "key");
    return Done{};
}

std::optional<std::string> convert_app_value(std::string_view text, std::int64_t value_type) {
    switch (value_type & ~type::kSensitive) {
        case type::kBoolean:
            return to_boolean(text);
        case type::kInteger:
            return to_integer(text);
        case type::kFloat:
            return to_float(text);
        case type::kArray:
            return to_array(text);
        default:
            return std::string(text);
    }
}

void store_app_value(Transaction& tx, std::string_view app, std::string_view key,
                     const storage::AppValue& row) {
    const std::optional<storage::AppValue> before = storage::find_app_value(rows_of(tx), app, key);
    storage::set_app_value(rows_of(tx), app, key, row);
    if (before && before->value == row.value) return;
    record_event(tx, {.kind = EventKind::app_set_value,
                      .subject = std::string(app),
                      .fields = {{.field = std::string(key),
                                  .before = shown_value(key, before),
                                  .after = shown_value(key, row)}}});
}

bool erase_app_value(Transaction& tx, std::string_view app, std::string_view key) {
    const std::optional<storage::AppValue> before = storage::find_app_value(rows_of(tx), app, key);
    if (!storage::delete_app_value(rows_of(tx), app, key)) return false;
    record_event(tx, {.kind = EventKind::app_delete_value,
                      .subject = std::string(app),
                      .fields = {{.field = std::string(key), .before = shown_value(key, before)}}});
    return true;
}

std::string seal_app_value(const Settings& settings, std::string_view value) {
    return std::string(kSealed) + encrypt(value, settings.secret().reveal());
}

std::string unseal_app_value(const Settings& settings, const storage::AppValue& stored) {
    const bool sealed = (stored.type & type::kSensitive) != 0 && stored.value.starts_with(kSealed);
    if (!sealed) return stored.value;
    const std::string_view ciphertext = std::string_view(stored.value).substr(kSealed.size());
    std::optional<std::string> value = decrypt(ciphertext, settings.secret().reveal());
    if (!value) value = decrypt(ciphertext, "");
    return value.value_or(stored.value);
}

Result<std::string> read_app_value(Transaction& tx, std::string_view app, std::string_view key,
                                   std::string_view otherwise) {
    TRY(check_app(app));
    TRY(check_lengths(app, key));
    if (const std::optional<storage::AppValue> stored =
            storage::find_app_value(rows_of(tx), app, key))
        return unseal_app_value(*tx.settings, *stored);
    return std::string(otherwise);
}

namespace {

bool is_before(const std::string& one, const std::string& other) {
    if (is_numeric(one) && is_numeric(other)) return to_number(one) < to_number(other);
    return one < other;
}

// Sorts keys as PHP sorts the keys of an array: numbers by value, everything else as text. This is
// not a strict order. Whole numbers become numbers.
std::vector<Value> to_sorted_keys(const std::vector<std::string>& texts) {
    std::vector<std::string> sorted;
    for (const std::string& text : texts)
        sorted.insert(std::ranges::upper_bound(sorted, text, is_before), text);
    std::vector<Value> keys;
    for (std::string& text : sorted)
        keys.push_back(is_whole_number(text) ? Value(to_int(text)) : Value(std::move(text)));
    return keys;
}

}  // namespace

std::vector<Value> list_apps_with_values(Transaction& tx) {
    return to_sorted_keys(storage::apps_with_values(rows_of(tx)));
}

Result<std::vector<Value>> list_app_value_keys(Transaction& tx, std::string_view app) {
    TRY(check_app(app));
    TRY(check_lengths(app, ""));
    return to_sorted_keys(storage::app_value_keys(rows_of(tx), app));
}

namespace {

// A stored value in its type; a text that does not fit the type stays a text.
Value typed_value(const std::string& text, std::int64_t type) {
    if (type & type::kInteger) return to_int(text);
    if (type & type::kFloat) return to_number(text);
    if (type & type::kBoolean) return is_one_of(kTrue, text);
    if (type & type::kArray)
        if (std::optional<Value> value = parse_json(text)) return *std::move(value);
    return text;
}

}  // namespace

Array list_app_values(Transaction& tx, std::string_view app, bool with_secrets) {
    Array apps;
    for (const storage::StoredAppValue& row : storage::stored_app_values(rows_of(tx), app)) {
        Value* values = apps.find(row.app);
        if (!values) values = &apps.set(row.app, Array{});
        const bool secret = (row.value.type & type::kSensitive) != 0 || names_secret(row.key);
        values->array()->set(
            row.key, secret && !with_secrets
                         ? Value(kRemovedValue)
                         : typed_value(unseal_app_value(*tx.settings, row.value), row.value.type));
    }
    return apps;
}

bool may_set_app_value(const Transaction& tx, std::string_view app, std::string_view key) {
    if (tx.actor.admin) return true;
    return tx.actor.delegated_sharing && app == "core" && key.find("shareapi_") != key.npos;
}

Result<Done> write_app_value(Transaction& tx, std::string_view app, std::string_view key,
                             const std::string& value) {
    if (!may_set_app_value(tx, app, key)) return refuse(Errc::forbidden, std::string(kNotAllowed));
    TRY(check_app(app));
    TRY(check_is_free(tx, app, key, value));
    TRY(check_lengths(app, key));
    TRY(check_has_room(tx, app, key));
    storage::AppValue row = row_to_write(tx, app, key);
    const std::optional<std::string> converted = convert_app_value(value, row.type);
    if (!converted)
        return refuse(Errc::internal, "The value is none of the type of this key", "type of value");
    row.value = *converted;
    if ((row.type & type::kSensitive) != 0) row.value = seal_app_value(*tx.settings, row.value);
    store_app_value(tx, app, key, row);
    return Done{};
}

Result<Done> remove_app_value(Transaction& tx, std::string_view app, std::string_view key) {
    TRY(check_app(app));
    TRY(check_is_free(tx, app, key, ""));
    TRY(check_lengths(app, key));
    erase_app_value(tx, app, key);
    return Done{};
}

AppTexts::AppTexts(Transaction& tx, std::string_view app) {
    for (storage::AppText& row : storage::app_texts(rows_of(tx), app))
        values_.emplace(std::move(row.key), std::move(row.value));
}

std::string AppTexts::text(std::string_view key, std::string_view otherwise) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::string(otherwise) : found->second;
}

bool AppTexts::is_yes(std::string_view key, std::string_view otherwise) const {
    return text(key, otherwise) == "yes";
}

bool AppTexts::is_on(std::string_view key) const {
    return is_one_of(kTrue, text(key));
}

std::int64_t AppTexts::integer(std::string_view key, std::int64_t otherwise) const {
    const auto found = values_.find(key);
    return found == values_.end() ? otherwise : to_int(found->second);
}

std::string app_text(Transaction& tx, std::string_view app, std::string_view key,
                     std::string_view otherwise) {
    return storage::app_value(rows_of(tx), app, key).value_or(std::string(otherwise));
}

bool is_switched_on(std::string_view stored) {
    return is_one_of(kTrue, std::string(stored));
}

bool app_switch(Transaction& tx, std::string_view app, std::string_view key, bool otherwise) {
    const std::optional<std::string> stored = storage::app_value(rows_of(tx), app, key);
    return stored ? is_switched_on(*stored) : otherwise;
}

std::int64_t app_integer(Transaction& tx, std::string_view app, std::string_view key,
                         std::int64_t otherwise) {
    const std::optional<std::string> stored = storage::app_value(rows_of(tx), app, key);
    return stored ? to_int(*stored) : otherwise;
}

}  // namespace roster
