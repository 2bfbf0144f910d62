// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/profiles/fediverse.h"
#include "model/error.h"
#include "model/profile.h"

namespace roster {

// The settings about profiles.
struct ProfileRules {
    std::string default_phone_region{};  // `default_phone_region`; may be empty
    bool has_internet = true;            // `has_internet_connection`
    std::function<bool(std::string_view user, std::string_view host)> fediverse_lookup =
        has_fediverse_account;  // called only with has_internet
};

// Checks the whole profile, whichever property was edited, and normalises phone, twitter and
// fediverse for storage. Refuses the first invalid property with invalid_argument, `Invalid
// <property>` and its name as field; scopes with `Invalid scope`.
Result<Done> validate(Profile& profile, const ProfileRules& rules);
// The same with all that is invalid.
std::vector<Error> find_faults(Profile& profile, const ProfileRules& rules);

// Sets the scope that `value` means (parse_scope). True when the profile must be updated, that is,
// unless `value` is the present scope. Refuses an unknown scope with the message `Invalid Invalid
// scope`. Whether a scope suits its property is checked by validate().
Result<bool> set_scope(Profile& profile, PropertyId property, std::string_view value);

// Resets the verification of changed values, as every update does, and clears never_edited.
// `before` is the stored profile. True when a job must be queued that verifies the e-mail, whose
// verification is then in progress; also at the first update of a user without e-mail.
bool settle_verification(const Profile& before, Profile& after);

// The field `additional_mail`: appends an address in lower case, unverified. Refuses, without a
// message, an invalid address, the system e-mail and a duplicate.
Result<Done> add_mail(Profile& profile, std::string_view address, std::string_view system_email);

// The collection `additional_mail`: removes the entries equal to `key` and appends `value`, unless
// it is empty, in lower case and unchecked. `trusted` (the caller is an administrator, a sub-admin
// of the user or the user) marks an entry that equals `key` as verified.
void replace_mail(Profile& profile, std::string_view key, std::string_view value, bool trusted);

// The collection `additional_mailScope`: sets the scope of the entry `key`. Refuses, without a
// message, a missing entry and an unknown scope.
Result<Done> set_mail_scope(Profile& profile, std::string_view key, std::string_view value);

// Whether `address` is a verified additional mail; only such an address may be chosen for
// notifications.
bool is_verified_mail(const Profile& profile, std::string_view address);

// Marks an additional mail as verified. False when there is none.
bool confirm_mail(Profile& profile, std::string_view address);

// The additional mails that an update must send a verification mail to. When it is sent,
// locally_verified becomes kVerificationInProgress.
std::vector<Property*> mails_to_verify(Profile& profile);

// Stricter than RFC 5321: ASCII, a domain of at least two labels whose last begins with a letter
// (or an IP address in brackets), at most 64 characters before the @ and 254 in all.
bool is_email_address(std::string_view text);

// Labels of letters, digits and inner hyphens, at most 63 characters each and 253 in all. One label
// is enough; a trailing dot is allowed.
bool is_host_name(std::string_view text);

}  // namespace roster
