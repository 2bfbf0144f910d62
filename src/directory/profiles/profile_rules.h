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

// What the settings say about profiles.
struct ProfileRules {
    std::string default_phone_region{};  // `default_phone_region`; may be empty
    bool has_internet = true;            // `has_internet_connection`
    std::function<bool(std::string_view user, std::string_view host)> fediverse_lookup =
        has_fediverse_account;  // asked only with has_internet
};

// Checks the whole profile, whichever property was edited, and brings phone, twitter and
// fediverse into the form in which they are stored. Refuses the first property at fault with
// invalid_argument, `Invalid <property>` and its name as field; scopes with `Invalid scope`.
Result<Done> validate(Profile& profile, const ProfileRules& rules);
// The same with all that is at fault.
std::vector<Error> find_faults(Profile& profile, const ProfileRules& rules);

// Sets the scope that `value` means (parse_scope). True when the profile has to be updated: a
// `value` that is the present scope asks for nothing. Refuses an unknown one with `Invalid
// Invalid scope`; that a scope does not suit its property is found out by validate().
Result<bool> set_scope(Profile& profile, PropertyId property, std::string_view value);

// Takes back the marks of checked values as every update does, and ends never_edited. `before`
// is the stored profile. True when a job must be queued that checks the e-mail, which then is in
// progress; also for the first update of a user without e-mail.
bool settle_verification(const Profile& before, Profile& after);

// The field `additional_mail`: appends an address in lower case, unverified. Refuses, without a
// text, what is no address, the system e-mail and what is already there.
Result<Done> add_mail(Profile& profile, std::string_view address, std::string_view system_email);

// The collection `additional_mail`: removes the entries equal to `key` and appends `value`, when
// there is one, in lower case and unchecked. `trusted` (an administrator, a sub-admin of the
// user or the user) makes an entry that equals `key` verified.
void replace_mail(Profile& profile, std::string_view key, std::string_view value, bool trusted);

// The collection `additional_mailScope`: sets the scope of the entry `key`. Refuses, without a
// text, a missing entry and an unknown scope.
Result<Done> set_mail_scope(Profile& profile, std::string_view key, std::string_view value);

// Whether `address` is an additional mail whose check has succeeded; only such a one may become
// the address for notifications.
bool is_verified_mail(const Profile& profile, std::string_view address);

// Marks an additional mail as checked. False where it is not there.
bool confirm_mail(Profile& profile, std::string_view address);

// The additional mails that an update must send a verification mail to. When it is sent,
// locally_verified becomes kVerificationInProgress.
std::vector<Property*> mails_to_verify(Profile& profile);

// Stricter than RFC 5321: ASCII, a domain of at least two labels whose last begins with a letter
// (or an IP address in brackets), at most 64 and 254 characters before the @ and altogether.
bool is_email_address(std::string_view text);

// Labels of letters, digits and inner hyphens, up to 63 each and 253 altogether; one is enough,
// a dot may follow.
bool is_host_name(std::string_view text);

}  // namespace roster
