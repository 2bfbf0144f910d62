// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "directory/transaction.h"
#include "model/user.h"

namespace roster {

// Which picture of an account the caller gets to see.
enum class AvatarKind {
    own,          // the account's
    placeholder,  // the account hides its own from those who do not know it
    disabled,     // of an account that is disabled
};
AvatarKind find_avatar_kind(Transaction& tx, const User& user);

}  // namespace roster
