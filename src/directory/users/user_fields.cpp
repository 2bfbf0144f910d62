// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_fields.h"

#include <algorithm>

namespace roster {

namespace {

constexpr std::string_view kScopeSuffix = "Scope";

using enum OwnField;

constexpr Field kFields[] = {
    {"display", name_switch, true, &UserChange::display_name},
    {"displayname", name_switch, true, &UserChange::display_name},
    {"email", email_switch, true, &UserChange::email},
    {"additional_mail", yes, true},
    {"notify_email", yes, true, &UserChange::notify_email},
    {"password", yes, true},
    {"language", language_switch, true, &UserChange::language},
    {"locale", locale_switch, true, &UserChange::locale},
    {"first_day_of_week", locale_switch, true, &UserChange::first_day_of_week},
    {"timezone", yes, true, &UserChange::timezone},
    {"quota", administrators, true, &UserChange::quota},
    {"manager", administrators, true, &UserChange::manager},

    {"phone", yes, true},
    {"address", yes, true},
    {"website", yes, true},
    {"twitter", yes, true},
    {"bluesky", yes, true},
    {"fediverse", yes, true},
    {"organisation", yes, true},
    {"role", yes, true},
    {"headline", yes, true},
    {"biography", yes, true},
    {"profile_enabled", yes, true},
    {"pronouns", yes, true},
    {"birthdate", yes, false},

    {"displaynameScope", yes, false},
    {"emailScope", yes, false},
    {"phoneScope", yes, false},
    {"addressScope", yes, false},
    {"websiteScope", yes, false},
    {"twitterScope", yes, false},
    {"blueskyScope", yes, false},
    {"fediverseScope", yes, false},
    {"organisationScope", yes, false},
    {"roleScope", yes, false},
    {"headlineScope", yes, false},
    {"biographyScope", yes, false},
    {"profile_enabledScope", yes, false},
    {"birthdateScope", yes, false},
    {"avatarScope", yes, false},
    {"pronounsScope", yes, false},
};

const Field* find_field(std::string_view key) {
    const Field* field = std::ranges::find(kFields, key, &Field::key);
    return field == std::end(kFields) ? nullptr : field;
}

bool may_change_own(const Rules& rules, OwnField own) {
    const bool administrator = rules.actor.sees_everybody();
    switch (own) {
        case no:
            return false;
        case yes:
            return true;
        case name_switch:
            return rules.name_changes;
        case email_switch:
            return rules.email_changes;
        case language_switch:
            return administrator || !rules.language_is_forced;
        case locale_switch:
            return administrator || !rules.locale_is_forced;
        case administrators:
            return administrator;
    }
    return false;
}

}  // namespace

std::span<const Field> fields() {
    return kFields;
}

bool has_text(const UserChange& change, std::optional<std::string> UserChange::*except) {
    return std::ranges::any_of(kFields, [&](const Field& field) {
        return field.text && field.text != except && change.*field.text;
    });
}

Result<Done> check_field(const Rules& rules, const UserState& user, std::string_view key) {
    const Field* field = find_field(key);
    if (!field) return refuse(Errc::unknown_key, "", "key");
    const bool own = is_self(rules, user);
    if (own && !may_change_own(rules, field->own)) {
        const bool never = field->own == administrators;
        return refuse(Errc::unknown_key, "", never ? "administrators' key" : "switched off key",
                      std::string(key));
    }
    if (!own && !field->of_others)
        return refuse(Errc::unknown_key, "", "owner's key", std::string(key));
    return Done{};
}

UserChange change_of_field(std::string_view key, std::string value) {
    UserChange change;
    const Field* field = find_field(key);
    if (field && field->text) {
        change.*field->text = std::move(value);
    } else if (key == "password") {
        change.password = Secret(std::move(value));
    } else if (key == kAdditionalMail) {
        change.profile.add_mails.push_back(std::move(value));
    } else if (const auto property = find_property(key)) {
        change.profile.values.emplace_back(*property, std::move(value));
    } else if (key.ends_with(kScopeSuffix)) {
        const auto scoped = find_property(key.substr(0, key.size() - kScopeSuffix.size()));
        if (scoped) change.profile.scopes.emplace_back(*scoped, std::move(value));
    }
    return change;
}

}  // namespace roster
