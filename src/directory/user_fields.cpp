// SPDX-License-Identifier: Apache-2.0
#include "directory/user_fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "directory/access.h"
#include "directory/accident.h"
#include "directory/audit.h"
#include "directory/authenticate.h"
#include "directory/password_policy.h"
#include "directory/profile_rules.h"
#include "directory/profiles.h"
#include "directory/tokens.h"
#include "directory/user_field_setters.h"
#include "directory/users.h"
#include "storage/config_rows.h"
#include "storage/user_rows.h"

namespace roster {

namespace {

constexpr std::size_t kLongestPassword = 469;  // bytes
constexpr std::string_view kMailScopeCollection = "additional_mailScope";

using enum OwnField;

constexpr Field kFields[] = {
    {"display", name_switch, true, field::set_display_name},
    {"displayname", name_switch, true, field::set_display_name},
    {"email", email_switch, true, field::set_email},
    {"additional_mail", yes, true, field::add_additional_mail},
    {"notify_email", yes, true, field::set_notify_email},
    {"password", yes, true, field::set_password},
    {"language", language_switch, true, field::set_language},
    {"locale", locale_switch, true, field::set_locale},
    {"first_day_of_week", locale_switch, true, field::set_first_day_of_week},
    {"timezone", yes, true, field::set_timezone},
    {"quota", administrators, true, field::set_quota},
    {"manager", administrators, true, field::set_manager},

    {"phone", yes, true, field::set_property},
    {"address", yes, true, field::set_property},
    {"website", yes, true, field::set_property},
    {"twitter", yes, true, field::set_property},
    {"bluesky", yes, true, field::set_property},
    {"fediverse", yes, true, field::set_property},
    {"organisation", yes, true, field::set_property},
    {"role", yes, true, field::set_property},
    {"headline", yes, true, field::set_property},
    {"biography", yes, true, field::set_property},
    {"profile_enabled", yes, true, field::set_profile_enabled},
    {"pronouns", yes, true, field::set_property},
    {"birthdate", yes, false, field::set_property},

    {"displaynameScope", yes, false, field::set_property_scope},
    {"emailScope", yes, false, field::set_property_scope},
    {"phoneScope", yes, false, field::set_property_scope},
    {"addressScope", yes, false, field::set_property_scope},
    {"websiteScope", yes, false, field::set_property_scope},
    {"twitterScope", yes, false, field::set_property_scope},
    {"blueskyScope", yes, false, field::set_property_scope},
    {"fediverseScope", yes, false, field::set_property_scope},
    {"organisationScope", yes, false, field::set_property_scope},
    {"roleScope", yes, false, field::set_property_scope},
    {"headlineScope", yes, false, field::set_property_scope},
    {"biographyScope", yes, false, field::set_property_scope},
    {"profile_enabledScope", yes, false, field::set_property_scope},
    {"birthdateScope", yes, false, field::set_property_scope},
    {"avatarScope", yes, false, field::set_property_scope},
    {"pronounsScope", yes, false, field::set_property_scope},
};

// A setting that forces something holds the forced word, or false.
bool is_forced(const Settings& settings, std::string_view key) {
    const Value* value = settings.find(key);
    return value && !value->is_null() && !(value->boolean() && !*value->boolean());
}

bool may_change_own(const Transaction& tx, OwnField own) {
    const bool name_changes = tx.settings->boolean("allow_user_to_change_display_name", true);
    const bool administrator = tx.actor.sees_everybody();
    switch (own) {
        case no:
            return false;
        case yes:
            return true;
        case name_switch:
            return name_changes;
        case email_switch:
            return tx.settings->boolean("allow_user_to_change_email", name_changes);
        case language_switch:
            return administrator || !is_forced(*tx.settings, "force_language");
        case locale_switch:
            return administrator || !is_forced(*tx.settings, "force_locale");
        case administrators:
            return administrator;
    }
    return false;
}

// Nextcloud reads the record of an account before it renames it, which writes one that is missing.
constexpr bool is_display_name(std::string_view key) {
    return key == "display" || key == "displayname";
}

// The account, when the caller may edit it at all.
Result<User> find_editable_user(Transaction& tx, std::string_view id) {
    const User user = TRY(find_user(tx, id));
    if (!may_edit(tx, user)) return refuse(Errc::forbidden);
    return user;
}

// An accident that the caller's data has caused is an answer like others, and a line in the log.
Result<Done> log_accident(Transaction& tx, const Result<Done>& result) {
    if (result || result.error().code != Errc::internal) return result;
    return refuse_as_accident(tx, result.error().message, result.error().field,
                              "InvalidArgumentException");
}

Result<Done> edit_mails(Transaction& tx, const User& target, std::string_view key,
                        std::string_view value) {
    const Profile before = find_profile(tx, target);
    Profile after = before;
    replace_mail(after, key, value, tx.actor.admin || is_accessible(tx, target));
    TRY(field::store_rest(tx, target, before, std::move(after)));
    const bool was_primary =
        storage::preference(tx.db, target.uid, "settings", "primary_email") == key;
    if (trim(value).empty() && was_primary)
        storage::delete_preference(tx.db, target.uid, "settings", "primary_email");
    return Done{};
}

Result<Done> edit_mail_scope(Transaction& tx, const User& target, std::string_view key,
                             std::string_view value) {
    const Profile before = find_profile(tx, target);
    Profile after = before;
    TRY(set_mail_scope(after, key, value));
    if (!store_profile(tx, target, before, std::move(after)))
        return refuse(Errc::invalid_argument, "", std::string(kMailScopeCollection));
    return Done{};
}

}  // namespace

std::span<const Field> fields() {
    return kFields;
}

Result<Done> edit_field(Transaction& tx, const User& target, std::string_view key,
                        std::string_view value) {
    const Field* field = std::ranges::find(kFields, key, &Field::key);
    if (field == std::end(kFields)) return refuse(Errc::unknown_key, "", "key");
    const bool own = is_self(tx, target);
    if (own && !may_change_own(tx, field->own)) {
        const bool never = field->own == administrators;
        return refuse(Errc::unknown_key, "", never ? "administrators' key" : "switched off key",
                      std::string(key));
    }
    if (!own && !field->of_others)
        return refuse(Errc::unknown_key, "", "owner's key", std::string(key));
    return field->set({tx, target, key}, value);
}

Result<Done> edit_user(Transaction& tx, std::string_view id, std::string_view key,
                       std::string_view value) {
    const User user = TRY(find_editable_user(tx, id));
    if (is_display_name(key) && !has_profile(tx, user.uid)) load_profile(tx, user);
    return log_accident(tx, edit_field(tx, user, key, value));
}

Result<Done> edit_user_collection(Transaction& tx, std::string_view id, std::string_view collection,
                                  std::string_view key, std::string_view value) {
    const User user = TRY(find_editable_user(tx, id));
    if (collection == kAdditionalMail) return log_accident(tx, edit_mails(tx, user, key, value));
    if (collection == kMailScopeCollection && is_self(tx, user))
        return edit_mail_scope(tx, user, key, value);
    return refuse(Errc::unknown_key, "", "collectionName");
}

Result<Done> set_password(Transaction& tx, const User& target, std::string_view password) {
    if (password.size() > kLongestPassword)
        return refuse(Errc::invalid_argument, "Invalid password value", "password");
    TRY(check_password(tx, password));
    storage::set_password_hash(tx.db, target.uid, hash_password(tx, password));
    if (tx.settings->boolean("roster.end_sessions_at_password_change", false))
        end_browser_logins(tx, target.uid);
    record_event(
        tx,
        {.kind = EventKind::user_edit, .subject = target.uid, .fields = {{.field = "password"}}});
    note_event(tx, fmt::format("Password of user \"{}\" has been changed", target.uid));
    return Done{};
}

Result<Done> store_email(Transaction& tx, const User& target, std::string_view email) {
    if (field::change_email(tx, target, email)) return Done{};
    return refuse(Errc::invalid_argument, "email", "length of email");
}

}  // namespace roster
