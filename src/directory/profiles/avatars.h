// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/user.h"

namespace roster {

// Which picture of a user the caller sees.
enum class AvatarKind {
    own,          // the user's own picture
    placeholder,  // the user hides the picture from this caller
    disabled,     // the user is disabled
};
AvatarKind find_avatar_kind(Transaction& tx, const User& user);

}  // namespace roster
