// SPDX-License-Identifier: Apache-2.0
#include "ocs/api/user_object.h"

#include <cmath>

namespace roster::ocs {

namespace {

constexpr double kPercent = 100;
constexpr std::int64_t kMillisecondsPerSecond = 1000;

void write_optional(Writer& out, std::string_view key, const std::optional<std::string>& text) {
    out.key(key);
    if (text && !text->empty())
        out.text(*text);
    else
        out.null();
}

void write_quota(Writer& out, const QuotaState& quota) {
    out.key("quota");
    out.begin_map();
    if (quota.quota_bytes > 0) {
        const double used = static_cast<double>(quota.used_bytes);
        out.member("free", quota.quota_bytes - used);
        out.member("used", quota.used_bytes);
        out.member("total", quota.quota_bytes);
        out.member("relative",
                   std::round(used / quota.quota_bytes * kPercent * kPercent) / kPercent);
    } else {
        out.member("free", QuotaState::kUnlimited);
        out.member("used", quota.used_bytes);
        out.member("total", QuotaState::kUnlimited);
        out.member("relative", 0);
    }
    out.member("quota", quota.quota_bytes);
    out.end();
}

void write_property(Writer& out, const Profile& profile, PropertyId id, bool with_scopes) {
    const std::string name(row_of(id).name);
    out.member(name, profile[id].value);
    if (with_scopes) out.member(name + "Scope", profile[id].scope);
}

void write_mails(Writer& out, const UserDetails& details, bool with_scopes) {
    const Profile& profile = details.profile;
    if (with_scopes) out.member("avatarScope", profile[PropertyId::avatar].scope);
    write_optional(out, "email", details.email);
    if (with_scopes) out.member("emailScope", profile[PropertyId::email].scope);
    std::vector<std::string> addresses, scopes;
    for (const Property& mail : profile.additional_mail) {
        addresses.push_back(mail.value);
        scopes.push_back(mail.scope);
    }
    out.member("additional_mail", addresses);
    if (with_scopes) out.member("additional_mailScope", scopes);
    out.member("displayname", details.display_name);
    out.member("display-name", details.display_name);
    if (with_scopes) out.member("displaynameScope", profile[PropertyId::displayname].scope);
}

}  // namespace

void write_user_object(Writer& out, const UserDetails& details, bool with_scopes) {
    using enum PropertyId;
    out.begin_map();
    out.member("enabled", details.enabled);
    if (details.seen_by_admin) out.member("storageLocation", details.storage_location);
    out.member("id", details.uid);
    out.member("firstLoginTimestamp", details.first_login);
    out.member("lastLoginTimestamp", details.last_login);
    out.member("lastLogin", details.last_login * kMillisecondsPerSecond);
    out.member("backend", "Database");
    out.member("subadmin", details.subadmin_gids);
    write_quota(out, details.quota);
    out.member("manager", details.manager);
    write_mails(out, details, with_scopes);
    for (const PropertyId id : {phone, address, website, twitter, bluesky, fediverse, organisation,
                                role, headline, biography, profile_enabled, pronouns})
        write_property(out, details.profile, id, with_scopes);
    out.member("groups", details.gids);
    out.member("language", details.language);
    out.member("locale", details.locale);
    out.member("timezone", details.timezone);
    write_optional(out, "notify_email", details.notify_email);
    out.key("backendCapabilities");
    out.begin_map();
    out.member("setDisplayName", true);
    out.member("setPassword", true);
    out.end();
    out.end();
}

std::optional<std::string> json_object(const UserDetails& details) {
    std::string json;
    JsonWriter out(json);
    write_user_object(out, details, false);
    if (!out.representable() || !out.intact()) return std::nullopt;
    return json;
}

}  // namespace roster::ocs
