// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/profile_rules.h"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "directory/profiles/phone.h"

namespace roster {
namespace {

constexpr std::size_t kMaximumValueBytes = 2048;
constexpr std::size_t kMaximumEmailBytes = 320;
constexpr std::size_t kMaximumEmailCharacters = 254;
constexpr std::size_t kMaximumLocalPartCharacters = 64;
constexpr std::size_t kMaximumHostBytes = 253;
constexpr std::size_t kMaximumLabelBytes = 63;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alphanumeric(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

using Faults = std::vector<Error>;

void add_fault(Faults& faults, std::string_view name) {
    faults.push_back({.code = Errc::invalid_argument,
                      .message = fmt::format("Invalid {}", name),
                      .field = std::string(name)});
}

std::optional<std::string> to_phone(const std::string& value, const ProfileRules& rules) {
    if (rules.default_phone_region.empty() && !value.starts_with('+')) return std::nullopt;
    return to_e164(value, rules.default_phone_region);
}

// Parses the part between the scheme and the path as PHP's parse_url does.
bool has_host(std::string_view authority) {
    if (const std::size_t at = authority.rfind('@'); at != authority.npos)
        authority.remove_prefix(at + 1);
    if (authority.starts_with('[') && authority.ends_with(']')) return true;
    const std::size_t colon = authority.rfind(':');
    if (colon == authority.npos) return !authority.empty();
    const std::string_view port = authority.substr(colon + 1);
    if (port.size() > 5 || !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    if (!port.empty() && std::stoi(std::string(port)) > 65535) return false;
    return colon > 0;
}

std::optional<std::string> to_website(const std::string& value, const ProfileRules&) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!value.starts_with(scheme)) continue;
        const std::string_view rest = std::string_view(value).substr(scheme.size());
        if (has_host(rest.substr(0, rest.find_first_of("/?#")))) return value;
    }
    return std::nullopt;
}

std::optional<std::string> to_twitter(const std::string& value, const ProfileRules&) {
    const std::string handle = value.substr(value.starts_with('@') ? 1 : 0);
    const auto allowed = [](char c) { return is_alphanumeric(c) || c == '_'; };
    if (handle.size() < 2 || handle.size() > 15 || !std::ranges::all_of(handle, allowed))
        return std::nullopt;
    return handle;
}

bool is_bluesky_name(std::string_view name) {
    const auto allowed = [](char c) { return is_alphanumeric(c) || c == '-'; };
    return name.size() >= 3 && name.size() <= 18 && is_alphanumeric(name.front()) &&
           std::ranges::all_of(name, allowed);
}

std::optional<std::string> to_bluesky(const std::string& value, const ProfileRules&) {
    constexpr std::string_view kProvider = ".bsky.social";
    const std::string handle = to_ascii_lower(value);
    const bool provided = handle.ends_with(kProvider);
    const bool valid = provided
                           ? is_bluesky_name(handle.substr(0, handle.size() - kProvider.size()))
                           : handle != kProvider.substr(1) && is_host_name(handle);
    return valid ? std::optional(value) : std::nullopt;
}

std::optional<std::string> to_fediverse(const std::string& value, const ProfileRules& rules) {
    std::string_view account = trim(value);
    if (account.starts_with('@')) account.remove_prefix(1);
    const std::size_t at = account.find('@');
    if (at == account.npos) return std::nullopt;
    const std::string_view user = account.substr(0, at);
    const std::string_view host = account.substr(at + 1);
    constexpr std::string_view kForbidden = " \t\n\v\f\r/\\";
    if (user.empty() || user.find_first_of(kForbidden) != user.npos || !is_host_name(host))
        return std::nullopt;
    if (rules.has_internet && !rules.fediverse_lookup(user, host)) return std::nullopt;
    return std::string(account);
}

struct Validator {
    PropertyId property;
    // The form to store; nothing for an invalid value. Not called for empty values.
    std::optional<std::string> (*normalise)(const std::string& value, const ProfileRules& rules);
};

// In the order in which faults are reported.
constexpr Validator kValidators[] = {
    {PropertyId::phone, to_phone},         {PropertyId::website, to_website},
    {PropertyId::twitter, to_twitter},     {PropertyId::bluesky, to_bluesky},
    {PropertyId::fediverse, to_fediverse},
};

constexpr PropertyId kMarksTakenBack[] = {PropertyId::twitter, PropertyId::fediverse,
                                          PropertyId::website, PropertyId::email};

void check_lengths(const Profile& profile, Faults& faults) {
    for (const PropertyRow& row : kProperties)
        if (profile[row.id].value.size() > kMaximumValueBytes) add_fault(faults, row.name);
    for (const Property& mail : profile.additional_mail)
        if (mail.value.size() > kMaximumValueBytes) add_fault(faults, kAdditionalMail);
}

bool is_stored_scope(const std::string& scope) {
    return parse_scope(scope) == scope;  // Older words mean another scope.
}

void check_scopes(const Profile& profile, Faults& faults) {
    for (const PropertyRow& row : kProperties) {
        const std::string& scope = profile[row.id].scope;
        const bool may_not_be = scope == kScopePrivate && !row.may_be_private;
        if (!is_stored_scope(scope) || may_not_be) add_fault(faults, "scope");
    }
    for (const Property& mail : profile.additional_mail)
        if (!is_stored_scope(mail.scope)) add_fault(faults, "scope");
}

Property* find_mail(Profile& profile, std::string_view address) {
    const auto found = std::ranges::find(profile.additional_mail, address, &Property::value);
    return found == profile.additional_mail.end() ? nullptr : &*found;
}

// The end of the quoted text that begins at `start`; `start` when it is not closed, or contains a
// character that must be escaped or is not allowed.
std::size_t end_of_quoted(std::string_view text, std::size_t start) {
    constexpr std::string_view kOnlyEscaped("\0\t\n\r \\", 6);
    for (std::size_t i = start + 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1;
        const bool escaped = text[i] == '\\' && i + 1 < text.size();
        if (escaped) ++i;
        const bool ascii = static_cast<unsigned char>(text[i]) < 0x80;
        if (!ascii || (!escaped && kOnlyEscaped.find(text[i]) != text.npos)) return start;
    }
    return start;
}

// The end of the word or quoted text that begins at `start`; `start` when there is none.
std::size_t end_of_word(std::string_view text, std::size_t start) {
    constexpr std::string_view kSymbols = "!#$%&'*+-/=?^_`{|}~";
    if (text.substr(start).starts_with('"')) return end_of_quoted(text, start);
    std::size_t end = start;
    while (end < text.size() &&
           (is_alphanumeric(text[end]) || kSymbols.find(text[end]) != text.npos))
        ++end;
    return end;
}

bool is_local_part(std::string_view text) {
    for (std::size_t start = 0;; ++start) {
        const std::size_t end = end_of_word(text, start);
        if (end == start) return false;
        if (end == text.size()) return true;
        if (text[end] != '.') return false;
        start = end;
    }
}

bool is_label(std::string_view text) {
    const auto allowed = [](char c) { return is_alphanumeric(c) || c == '-'; };
    return !text.empty() && text.size() <= kMaximumLabelBytes && is_alphanumeric(text.front()) &&
           is_alphanumeric(text.back()) && std::ranges::all_of(text, allowed);
}

bool is_mail_domain(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']')) {
        const std::string literal(text.substr(1, text.size() - 2));
        in6_addr address;
        if (to_ascii_lower(literal).starts_with("ipv6:"))
            return inet_pton(AF_INET6, literal.c_str() + 5, &address) == 1;
        return inet_pton(AF_INET, literal.c_str(), &address) == 1;
    }
    const auto labels = split(text, '.');
    return labels.size() >= 2 && std::ranges::all_of(labels, is_label) &&
           is_letter(labels.back().front());
}

// Quotes do not count; an escaped character counts once.
std::size_t count_mail_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') continue;
        if (text[i] == '\\') ++i;
        ++count;
    }
    return count;
}

}  // namespace

Faults find_faults(Profile& profile, const ProfileRules& rules) {
    Faults faults;
    check_lengths(profile, faults);
    const Faults too_long = faults;
    for (const Validator& row : kValidators) {
        std::string& value = profile[row.property].value;
        const std::string_view name = row_of(row.property).name;
        if (value.empty() || std::ranges::count(too_long, name, &Error::field) > 0) continue;
        if (std::optional<std::string> normalised = row.normalise(value, rules))
            value = *std::move(normalised);
        else
            add_fault(faults, name);
    }
    check_scopes(profile, faults);
    return faults;
}

Result<Done> validate(Profile& profile, const ProfileRules& rules) {
    Faults faults = find_faults(profile, rules);
    if (!faults.empty()) return Unexpected{std::move(faults.front())};
    return Done{};
}

Result<bool> set_scope(Profile& profile, PropertyId property, std::string_view value) {
    std::string& scope = profile[property].scope;
    if (scope == value) return false;
    std::optional<std::string> wanted = parse_scope(value);
    if (!wanted) return refuse(Errc::invalid_argument, "Invalid Invalid scope", "scope");
    scope = *std::move(wanted);
    return true;
}

bool settle_verification(const Profile& before, Profile& after) {
    for (const PropertyId property : kMarksTakenBack)
        after[property].verified = kNotVerified;
    after.never_edited = false;
    Property& email = after[PropertyId::email];
    const std::string& stored = before[PropertyId::email].value;
    const bool was_null = before.never_edited && stored.empty();
    if (!was_null && stored == email.value) return false;
    email.verified = kVerificationInProgress;
    return true;
}

Result<Done> add_mail(Profile& profile, std::string_view address, std::string_view system_email) {
    const std::string wanted = to_lower(trim(address));
    if (!is_email_address(wanted) || wanted == system_email || find_mail(profile, wanted))
        return refuse(Errc::invalid_argument, "", std::string(kAdditionalMail));
    profile.additional_mail.push_back({.value = wanted});
    return Done{};
}

void replace_mail(Profile& profile, std::string_view key, std::string_view value, bool trusted) {
    std::erase_if(profile.additional_mail, [&](const Property& mail) { return mail.value == key; });
    if (value.empty()) return;
    profile.additional_mail.push_back({.value = to_lower(trim(value))});
    Property* same = find_mail(profile, key);
    if (same != nullptr && trusted) same->locally_verified = kVerified;
}

Result<Done> set_mail_scope(Profile& profile, std::string_view key, std::string_view value) {
    Property* mail = find_mail(profile, key);
    std::optional<std::string> scope = parse_scope(value);
    if (mail == nullptr || !scope)
        return refuse(Errc::invalid_argument, "", std::string(kAdditionalMail) + "Scope");
    mail->scope = *std::move(scope);
    return Done{};
}

bool confirm_mail(Profile& profile, std::string_view address) {
    Property* mail = find_mail(profile, address);
    if (mail) mail->locally_verified = kVerified;
    return mail != nullptr;
}

bool is_verified_mail(const Profile& profile, std::string_view address) {
    return std::ranges::any_of(profile.additional_mail, [&](const Property& mail) {
        return mail.value == address && mail.locally_verified == kVerified;
    });
}

std::vector<Property*> mails_to_verify(Profile& profile) {
    std::vector<Property*> mails;
    for (Property& mail : profile.additional_mail)
        if (mail.locally_verified == kNotVerified) mails.push_back(&mail);
    return mails;
}

bool is_email_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == text.npos || text.size() > kMaximumEmailBytes) return false;
    const std::string_view local_part = text.substr(0, at);
    return count_mail_characters(text) <= kMaximumEmailCharacters &&
           count_mail_characters(local_part) <= kMaximumLocalPartCharacters &&
           is_local_part(local_part) && is_mail_domain(text.substr(at + 1));
}

bool is_host_name(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    return text.size() <= kMaximumHostBytes && std::ranges::all_of(split(text, '.'), is_label);
}

}  // namespace roster
