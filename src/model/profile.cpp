// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include "base/json/json.h"
#include "base/text.h"

namespace roster {
namespace {

// The width of oc_accounts_data.value.
constexpr std::size_t kIndexedValueBytes = 255;

struct ScopeWord {
    std::string_view word;
    std::string_view scope;
};

constexpr ScopeWord kScopeWords[] = {
    {kScopePrivate, kScopePrivate},     {kScopeLocal, kScopeLocal},
    {kScopeFederated, kScopeFederated}, {kScopePublished, kScopePublished},
    {"private", kScopeLocal},           {"", kScopeLocal},
    {"contacts", kScopeFederated},      {"public", kScopePublished},
};

Value written_value(const Profile& profile, const PropertyRow& row) {
    const std::string& value = profile[row.id].value;
    if (profile.never_edited && row.id == PropertyId::email && value.empty()) return nullptr;
    return value;
}

Value written_property(const Profile& profile, const PropertyRow& row) {
    const Property& property = profile[row.id];
    const bool full = !profile.never_edited;
    Array members;
    if (full || row.default_has_value) members.append("value", written_value(profile, row));
    if (full || row.default_has_scope) members.append("scope", property.scope);
    if (full || row.default_has_verified) members.append("verified", property.verified);
    return members;
}

Value written_mail(const Property& mail) {
    Array members;
    members.append("value", mail.value);
    members.append("scope", mail.scope);
    members.append("verified", mail.verified);
    if (mail.locally_verified != kNotVerified)
        members.append("locallyVerified", mail.locally_verified);
    return members;
}

std::string indexed_value(std::string_view value) {
    if (value == "0") return "";
    return std::string(cut_at_character(value, kIndexedValueBytes));
}

}  // namespace

std::optional<std::string> parse_scope(std::string_view text) {
    for (const ScopeWord& row : kScopeWords)
        if (row.word == text) return std::string(row.scope);
    return std::nullopt;
}

std::optional<PropertyId> find_property(std::string_view name) {
    for (const PropertyRow& row : kProperties)
        if (row.name == name) return row.id;
    return std::nullopt;
}

ProfileDefaults profile_defaults(const Value& scopes, bool profile_enabled) {
    ProfileDefaults defaults{.profile_enabled = profile_enabled};
    const Array* configured = scopes.array();
    for (std::size_t i = 0; i < kProperties.size(); ++i) {
        const PropertyRow& row = kProperties[i];
        defaults.scopes[i] = row.default_scope;
        // profile_enabled has no scope of its own before it is edited.
        if (configured == nullptr || !row.default_has_scope) continue;
        const Value* wanted = configured->find(row.name);
        const std::string* scope = wanted == nullptr ? nullptr : wanted->text();
        // Older words are not translated in a setting: they do not stand for themselves.
        if (scope == nullptr || parse_scope(*scope) != *scope) continue;
        const bool lifted = *scope == kScopePrivate && !row.may_be_private;
        defaults.scopes[i] = lifted ? kScopeLocal : std::string_view(*scope);
    }
    return defaults;
}

Profile default_profile(std::string_view display_name, std::optional<std::string_view> email,
                        const ProfileDefaults& defaults) {
    Profile profile{.never_edited = true};
    for (std::size_t i = 0; i < kProperties.size(); ++i)
        profile.properties[i].scope = defaults.scopes[i];
    profile[PropertyId::displayname].value = display_name;
    profile[PropertyId::email].value = email.value_or("");
    profile[PropertyId::profile_enabled].value = defaults.profile_enabled ? "1" : "0";
    return profile;
}

std::string to_account_json(const Profile& profile) {
    Array record;
    for (const PropertyRow& row : kProperties)
        record.append(row.name, written_property(profile, row));
    Array mails;
    for (const Property& mail : profile.additional_mail)
        mails.push(written_mail(mail));
    if (!mails.empty()) record.append(kAdditionalMail, std::move(mails));
    return to_json(record);
}

std::vector<std::pair<std::string, std::string>> to_account_data_rows(const Profile& profile) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const PropertyRow& row : kProperties) {
        if (row.id == PropertyId::avatar) continue;
        rows.emplace_back(row.name, indexed_value(profile[row.id].value));
    }
    for (const Property& mail : profile.additional_mail)
        rows.emplace_back(kAdditionalMail, indexed_value(mail.value));
    return rows;
}

}  // namespace roster
