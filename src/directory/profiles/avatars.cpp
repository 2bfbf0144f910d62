// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/avatars.h"

#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/known_user_rows.h"

namespace roster {

AvatarKind find_avatar_kind(Transaction& tx, const User& user) {
    if (!is_enabled(tx, user.uid)) return AvatarKind::disabled;
    const Profile profile = load_profile(tx, user);
    if (profile[PropertyId::avatar].scope != kScopePrivate) return AvatarKind::own;
    const Uid& caller = tx.actor.uid;
    const bool known = !caller.empty() &&
                       (caller == user.uid || storage::knows_user(rows_of(tx), caller, user.uid));
    return known ? AvatarKind::own : AvatarKind::placeholder;
}

}  // namespace roster
