// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/user.h"

namespace roster {

// Who may change a field of their own account. The switches are system settings.
enum class OwnField {
    no,
    yes,
    name_switch,      // unless allow_user_to_change_display_name is off
    email_switch,     // unless allow_user_to_change_email is off, which follows the switch above
    language_switch,  // administrators, others unless force_language is set
    locale_switch,    // administrators, others unless force_locale is set
    administrators,   // delegated ones too
};

// One field that an edit is about.
struct FieldEdit {
    Transaction& tx;
    const User& target;
    std::string_view key;
};

// An editable field. `of_others`: whoever may edit the account at all may change it.
struct Field {
    std::string_view key{};
    OwnField own = OwnField::no;
    bool of_others = false;
    Result<Done> (*set)(const FieldEdit& edit, std::string_view value) = nullptr;
};

// All editable fields; keys are exact.
std::span<const Field> fields();

// Sets one field of an account. Whether the caller may edit the account at all (may_edit,
// access.h) has been found out before. Refuses unknown_key for a key that is unknown or not for
// this caller, invalid_argument by the field's own rule, password_policy, and internal, with the
// text for the log, where Nextcloud fails: a quota below zero, a stored profile that has become
// invalid. May throw NeedsHash.
Result<Done> edit_field(Transaction& tx, const User& target, std::string_view key,
                        std::string_view value);

// What `PUT /cloud/users/{userId}` does: the same with the checks before. Refuses user_not_found
// and forbidden as well; internal is logged.
Result<Done> edit_user(Transaction& tx, std::string_view id, std::string_view key,
                       std::string_view value);

// Changes an entry of a collection: `additional_mail`, where the address `key` is replaced by
// `value` or, when that is empty, removed; or, of one's own account, `additional_mailScope`.
// Refuses user_not_found, forbidden, unknown_key for other collections, and invalid_argument
// without a text for a wrong scope; internal, which is logged, where Nextcloud fails.
Result<Done> edit_user_collection(Transaction& tx, std::string_view id, std::string_view collection,
                                  std::string_view key, std::string_view value);

// Checks and stores a new password; an empty one is a password too. Refuses invalid_argument for
// one of more than 469 bytes, and password_policy. May throw NeedsHash.
Result<Done> set_password(Transaction& tx, const User& target, std::string_view password);

// Stores the system e-mail as it is given, unchecked, with the account record and the job that
// follow from it; an empty text deletes. The caller has brought the address into its stored form
// (trimmed, lower case). Refuses invalid_argument when the account record would become invalid, as
// with an address of more than 2048 bytes; the address is stored then, but not in the record.
Result<Done> store_email(Transaction& tx, const User& target, std::string_view email);

}  // namespace roster
