// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "directory/users/user_rules.h"
#include "directory/users/user_state.h"
#include "model/change.h"
#include "model/error.h"

namespace roster {

// Whether users may change a field of their own. The switches are system settings.
enum class OwnField {
    no,
    yes,
    name_switch,      // unless allow_user_to_change_display_name is off
    email_switch,     // unless allow_user_to_change_email is off, whose default is the switch above
    language_switch,  // administrators, others unless force_language is set
    locale_switch,    // administrators, others unless force_locale is set
    administrators,   // delegated ones too
};

// An editable field. With `of_others`, whoever may edit the user may change it.
struct Field {
    std::string_view key{};
    OwnField own = OwnField::no;
    bool of_others = false;
    // Only for a field that is one text of a change.
    std::optional<std::string> UserChange::*text = nullptr;
};

// All editable fields; keys are case-sensitive.
std::span<const Field> fields();
// Whether the change has a text for any of them, `except` left out.
bool has_text(const UserChange& change, std::optional<std::string> UserChange::*except = nullptr);
// Refuses unknown_key for a key that does not exist or that this caller may not change.
Result<Done> check_field(const Rules& rules, const UserState& user, std::string_view key);
// The change that sets this field.
UserChange change_of_field(std::string_view key, std::string value);

}  // namespace roster
