// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json/value.h"

namespace roster {

// The scopes of a property: who may see it.
inline constexpr std::string_view kScopePrivate = "v2-private";
inline constexpr std::string_view kScopeLocal = "v2-local";
inline constexpr std::string_view kScopeFederated = "v2-federated";
inline constexpr std::string_view kScopePublished = "v2-published";

// The scope that a text stands for. Translates the words of older versions (`private`, `contacts`,
// `public`, the empty text). Nothing for any other text.
std::optional<std::string> parse_scope(std::string_view text);

// The state of a value's verification: the texts of `verified` and `locallyVerified`.
inline constexpr std::string_view kNotVerified = "0";
inline constexpr std::string_view kVerificationInProgress = "1";
inline constexpr std::string_view kVerified = "2";

// In the order of the stored JSON.
enum class PropertyId : std::size_t {
    displayname,
    address,
    website,
    email,
    avatar,
    phone,
    twitter,
    bluesky,
    fediverse,
    organisation,
    role,
    headline,
    biography,
    birthdate,
    profile_enabled,
    pronouns,
};

// One kind of property. The last three fields say which members the property has in the JSON of a
// user who was never edited.
struct PropertyRow {
    PropertyId id;
    std::string_view name;
    std::string_view default_scope;
    bool may_be_private;
    bool default_has_value = true;
    bool default_has_scope = true;
    bool default_has_verified = true;
};

inline constexpr std::array kProperties{
    PropertyRow{PropertyId::displayname, "displayname", kScopeFederated, false},
    PropertyRow{PropertyId::address, "address", kScopeLocal, true},
    PropertyRow{PropertyId::website, "website", kScopeLocal, true},
    PropertyRow{PropertyId::email, "email", kScopeFederated, false},
    PropertyRow{PropertyId::avatar, "avatar", kScopeFederated, true, false, true, false},
    PropertyRow{PropertyId::phone, "phone", kScopeLocal, true},
    PropertyRow{PropertyId::twitter, "twitter", kScopeLocal, true},
    PropertyRow{PropertyId::bluesky, "bluesky", kScopeLocal, true},
    PropertyRow{PropertyId::fediverse, "fediverse", kScopeLocal, true},
    PropertyRow{PropertyId::organisation, "organisation", kScopeLocal, true, true, true, false},
    PropertyRow{PropertyId::role, "role", kScopeLocal, true, true, true, false},
    PropertyRow{PropertyId::headline, "headline", kScopeLocal, true, true, true, false},
    PropertyRow{PropertyId::biography, "biography", kScopeLocal, true, true, true, false},
    PropertyRow{PropertyId::birthdate, "birthdate", kScopeLocal, true, true, true, false},
    PropertyRow{PropertyId::profile_enabled, "profile_enabled", kScopeLocal, true, true, false,
                false},
    PropertyRow{PropertyId::pronouns, "pronouns", kScopeFederated, true, true, true, false},
};

// The property name under which additional addresses are stored and refused.
inline constexpr std::string_view kAdditionalMail = "additional_mail";

constexpr const PropertyRow& row_of(PropertyId id) {
    return kProperties[static_cast<std::size_t>(id)];
}

// Nothing when no property has exactly this name: `DisplayName` is unknown.
std::optional<PropertyId> find_property(std::string_view name);

struct Property {
    std::string value{};
    std::string scope{kScopeLocal};
    std::string verified{kNotVerified};
    std::string locally_verified{kNotVerified};

    bool operator==(const Property&) const = default;
};

// The profile of a user: what Nextcloud stores in oc_accounts.
struct Profile {
    std::array<Property, kProperties.size()> properties{};
    std::vector<Property> additional_mail{};
    // Stored in the shorter form that a first read writes. There an absent e-mail is null, which
    // the first update takes for a change.
    bool never_edited = false;

    Property& operator[](PropertyId id) { return properties[static_cast<std::size_t>(id)]; }
    const Property& operator[](PropertyId id) const {
        return properties[static_cast<std::size_t>(id)];
    }
    bool operator==(const Profile&) const = default;
};

// The installation's defaults for a new profile.
struct ProfileDefaults {
    std::array<std::string, kProperties.size()> scopes{};
    bool profile_enabled = true;
};

// `scopes` is the setting `account_manager.default_property_scope`, a map from property to scope.
// Ignores unknown properties and scopes in it; a property that may not be private becomes local.
// `profile_enabled` is the app value `settings/profile_enabled_by_default`.
ProfileDefaults profile_defaults(const Value& scopes, bool profile_enabled);

// The profile of a user who was never edited. `display_name` is the uid when the user has none.
Profile default_profile(std::string_view display_name, std::optional<std::string_view> email,
                        const ProfileDefaults& defaults);

// The text for oc_accounts.data, byte for byte as Nextcloud writes it. Empty when a value is not
// UTF-8; it must not be stored then.
std::string to_account_json(const Profile& profile);

// Parses oc_accounts.data. Missing members come from `defaults`; an unreadable text gives
// `defaults`.
Profile parse_account_json(std::string_view json, const Profile& defaults);

// The rows (name, value) for oc_accounts_data, in the order in which they are written.
std::vector<std::pair<std::string, std::string>> to_account_data_rows(const Profile& profile);

}  // namespace roster
