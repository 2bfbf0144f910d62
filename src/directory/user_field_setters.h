// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "directory/user_fields.h"
#include "model/error.h"
#include "model/profile.h"

// What the rows of user_fields.cpp do with a value. Each refuses invalid_argument with the text
// that Nextcloud sends, and internal with its text for the log.
namespace roster::field {

Result<Done> set_display_name(const FieldEdit& edit, std::string_view value);
Result<Done> set_email(const FieldEdit& edit, std::string_view value);
Result<Done> add_additional_mail(const FieldEdit& edit, std::string_view value);
Result<Done> set_notify_email(const FieldEdit& edit, std::string_view value);
Result<Done> set_password(const FieldEdit& edit, std::string_view value);
Result<Done> set_language(const FieldEdit& edit, std::string_view value);
Result<Done> set_locale(const FieldEdit& edit, std::string_view value);
Result<Done> set_first_day_of_week(const FieldEdit& edit, std::string_view value);
Result<Done> set_timezone(const FieldEdit& edit, std::string_view value);
Result<Done> set_quota(const FieldEdit& edit, std::string_view value);
Result<Done> set_manager(const FieldEdit& edit, std::string_view value);
// The property that the key names; of `...Scope`, its scope.
Result<Done> set_property(const FieldEdit& edit, std::string_view value);
Result<Done> set_profile_enabled(const FieldEdit& edit, std::string_view value);
Result<Done> set_property_scope(const FieldEdit& edit, std::string_view value);

// Changes the system e-mail, unchecked, with what follows from it.
Result<Done> change_email(Transaction& tx, const User& target, std::string_view email);
// Stores a profile whose own change is valid: what else it holds may have become invalid, and
// that is refused as internal.
Result<Done> store_rest(Transaction& tx, const User& target, const Profile& before, Profile after);

}  // namespace roster::field
