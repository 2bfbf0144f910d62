// SPDX-License-Identifier: Apache-2.0
#include "directory/user_field_setters.h"

#include <cmath>

#include "base/json.h"
#include "base/php.h"
#include "base/quota.h"
#include "base/text.h"
#include "directory/access.h"
#include "directory/audit.h"
#include "directory/languages.h"
#include "directory/profile_rules.h"
#include "directory/profiles.h"
#include "storage/config_rows.h"
#include "storage/profile_rows.h"
#include "storage/user_rows.h"

namespace roster::field {

namespace {

constexpr std::size_t kLongestDisplayName = 64;  // characters
constexpr std::int64_t kFirstDayByLocale = -1, kLastDayOfWeek = 6;
constexpr std::string_view kScopeSuffix = "Scope";
constexpr std::string_view kUnlimited = "none", kDefaultQuota = "default";

PropertyId property_of(std::string_view key) {
    return find_property(key).value();  // The rows name properties only.
}

void set_preference(const FieldEdit& edit, std::string_view app, std::string_view key,
                    std::string_view value,
                    storage::PreferenceKind kind = storage::kMixedPreference) {
    const std::optional<std::string> before =
        storage::preference(edit.tx.db, edit.target.uid, app, key);
    storage::set_preference(edit.tx.db, edit.target.uid, app, key, value, kind);
    record_edit(edit.tx, edit.target.uid, key, before, std::string(value));
}

void delete_preference(const FieldEdit& edit, std::string_view app, std::string_view key) {
    const std::optional<std::string> before =
        storage::preference(edit.tx.db, edit.target.uid, app, key);
    storage::delete_preference(edit.tx.db, edit.target.uid, app, key);
    record_edit(edit.tx, edit.target.uid, key, before, std::nullopt);
}

// A size, settled: the text to store, or "none" for the integer -1. `max_quota` counts bytes.
Result<std::string> settle_size(const FieldEdit& edit, std::string_view value) {
    const std::optional<double> bytes = parse_size(value);
    const std::string text(value);
    if (!bytes) return refuse(Errc::invalid_argument, "Invalid quota value: %s", "quota", text);
    if (std::isinf(*bytes) && !is_numeric(value))
        return refuse(Errc::internal, "The quota is more than any number", "quota");
    if (*bytes == -1 && !is_numeric(value)) return std::string(kUnlimited);
    const std::int64_t most =
        to_int(storage::app_value(edit.tx.db, "files", "max_quota").value_or("-1"));
    if (most != -1 && *bytes > static_cast<double>(most))
        return refuse(Errc::invalid_argument,
                      "Invalid quota value. %s is exceeding the maximum quota", "quota", text);
    return format_size(*bytes);
}

bool may_be_unlimited(const FieldEdit& edit) {
    return storage::app_value(edit.tx.db, "files", "allow_unlimited_quota").value_or("1") == "1";
}

}  // namespace

Result<Done> store_rest(Transaction& tx, const User& target, const Profile& before, Profile after) {
    const Result<Done> stored = store_profile(tx, target, before, std::move(after));
    if (!stored) return refuse(Errc::internal, stored.error().field, stored.error().field);
    return Done{};
}

Result<Done> change_email(Transaction& tx, const User& target, std::string_view email) {
    const std::string old_email = email_of(tx, target.uid).value_or("");
    // Read before the preference changes, since a default record takes the address from there.
    const Profile before = find_profile(tx, target);
    if (email.empty())
        storage::delete_preference(tx.db, target.uid, "settings", "email");
    else
        storage::set_preference(tx.db, target.uid, "settings", "email", email,
                                storage::kIndexedPreference);
    if (storage::preference(tx.db, target.uid, "settings", "primary_email") == email)
        storage::delete_preference(tx.db, target.uid, "settings", "primary_email");
    if (old_email != email) {
        record_edit(tx, target.uid, "email", old_email, std::string(email));
        note_event(tx, "Email address changed for user " + target.uid);
    }
    if (old_email == email || before[PropertyId::email].value == email) return Done{};
    tx.keep();  // Nextcloud has stored the address even where the record is refused.
    Profile after = before;
    after[PropertyId::email].value = email;
    return store_rest(tx, target, before, std::move(after));
}

Result<Done> set_display_name(const FieldEdit& edit, std::string_view value) {
    const std::string name(trim(value));
    if (name.empty() || name == "0" || name == edit.target.display_name()) return Done{};
    if (count_characters(name) > kLongestDisplayName)
        return refuse(Errc::invalid_argument, "Invalid displayname", "displayname");
    // The record of another account goes on with the old name, which no reader sees.
    const bool updates_record =
        is_self(edit.tx, edit.target) || !has_profile(edit.tx, edit.target.uid);
    const std::string old_name = edit.target.display_name();
    if (!updates_record) {
        storage::set_display_name(edit.tx.db, edit.target.uid, name);
        record_edit(edit.tx, edit.target.uid, "displayname", old_name, name);
        return Done{};
    }
    const Profile before = find_profile(edit.tx, edit.target);
    storage::set_display_name(edit.tx.db, edit.target.uid, name);
    record_edit(edit.tx, edit.target.uid, "displayname", old_name, name);
    edit.tx.keep();  // As for the e-mail.
    Profile after = before;
    after[PropertyId::displayname].value = name;
    return store_rest(edit.tx, edit.target, before, std::move(after));
}

Result<Done> set_email(const FieldEdit& edit, std::string_view value) {
    const std::string email = to_lower(trim(value));
    if (!email.empty() && !is_email_address(email))
        return refuse(Errc::invalid_argument, "", "email");
    return change_email(edit.tx, edit.target, email);
}

Result<Done> add_additional_mail(const FieldEdit& edit, std::string_view value) {
    const Profile before = find_profile(edit.tx, edit.target);
    Profile after = before;
    TRY(add_mail(after, value, email_of(edit.tx, edit.target.uid).value_or("")));
    return store_rest(edit.tx, edit.target, before, std::move(after));
}

Result<Done> set_notify_email(const FieldEdit& edit, std::string_view value) {
    if (value.empty()) {
        delete_preference(edit, "settings", "primary_email");
        return Done{};
    }
    const std::string address = to_lower(value);
    if (!is_email_address(value) || !is_verified_mail(find_profile(edit.tx, edit.target), address))
        return refuse(Errc::invalid_argument, "", "notify_email");
    set_preference(edit, "settings", "primary_email", address);
    return Done{};
}

Result<Done> set_password(const FieldEdit& edit, std::string_view value) {
    return roster::set_password(edit.tx, edit.target, value);
}

Result<Done> set_language(const FieldEdit& edit, std::string_view value) {
    if (!is_language(value)) return refuse(Errc::invalid_argument, "Invalid language", "language");
    set_preference(edit, "core", "lang", value, storage::kTextPreference);
    return Done{};
}

Result<Done> set_locale(const FieldEdit& edit, std::string_view value) {
    if (value != "en" && !is_locale(value))
        return refuse(Errc::invalid_argument, "Invalid locale", "locale");
    set_preference(edit, "core", "locale", value, storage::kTextPreference);
    return Done{};
}

Result<Done> set_first_day_of_week(const FieldEdit& edit, std::string_view value) {
    const std::int64_t day = to_int(value);
    if (day < kFirstDayByLocale || day > kLastDayOfWeek)
        return refuse(Errc::invalid_argument, "Invalid first day of week", "first_day_of_week");
    if (day == kFirstDayByLocale)
        delete_preference(edit, "core", "first_day_of_week");
    else
        set_preference(edit, "core", "first_day_of_week", value);
    return Done{};
}

Result<Done> set_timezone(const FieldEdit& edit, std::string_view value) {
    if (!is_timezone(value)) return refuse(Errc::invalid_argument, "Invalid timezone", "timezone");
    set_preference(edit, "core", "timezone", value, storage::kTextPreference);
    return Done{};
}

Result<Done> set_quota(const FieldEdit& edit, std::string_view value) {
    std::string quota(value);
    if (quota != kUnlimited && quota != kDefaultQuota) quota = TRY(settle_size(edit, value));
    if (quota == kUnlimited && !may_be_unlimited(edit))
        return refuse(Errc::invalid_argument, "Unlimited quota is forbidden on this instance",
                      "quota");
    if (quota != kUnlimited && quota != kDefaultQuota) {
        // Once more, as Nextcloud does: rounding may carry, and what is below zero has no text.
        const std::optional<double> bytes = parse_size(quota);
        if (!bytes)
            return refuse(Errc::internal, "Failed to set quota to invalid value " + quota, "quota");
        quota = format_size(*bytes);
    }
    set_preference(edit, "files", "quota", quota);
    return Done{};
}

Result<Done> set_manager(const FieldEdit& edit, std::string_view value) {
    Array managers;
    managers.push(value);
    const std::string json = to_json(managers);
    if (json.empty()) return refuse(Errc::internal, "The manager is no UTF-8", "manager");
    set_preference(edit, "settings", "manager", json);
    return Done{};
}

Result<Done> set_property(const FieldEdit& edit, std::string_view value) {
    const PropertyId property = property_of(edit.key);
    const Profile before = find_profile(edit.tx, edit.target);
    Profile after = before;
    after[property].value = value;
    // Who knew the account by its old number forgets it even where the new one is refused.
    if (property == PropertyId::phone && value != before[property].value &&
        storage::delete_known_user(edit.tx.db, edit.target.uid) > 0)
        edit.tx.keep();
    return store_profile(edit.tx, edit.target, before, std::move(after));
}

Result<Done> set_profile_enabled(const FieldEdit& edit, std::string_view value) {
    const Profile before = find_profile(edit.tx, edit.target);
    Profile after = before;
    after[PropertyId::profile_enabled].value = value;
    return store_rest(edit.tx, edit.target, before, std::move(after));
}

Result<Done> set_property_scope(const FieldEdit& edit, std::string_view value) {
    const PropertyId property =
        property_of(edit.key.substr(0, edit.key.size() - kScopeSuffix.size()));
    const Profile before = find_profile(edit.tx, edit.target);
    Profile after = before;
    const bool changed = TRY(set_scope(after, property, value));
    if (!changed) return Done{};
    return store_profile(edit.tx, edit.target, before, std::move(after));
}

}  // namespace roster::field
