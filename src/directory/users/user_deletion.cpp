// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_deletion.h"

#include <fmt/core.h>

#include <filesystem>

#include "base/text.h"
#include "directory/audit.h"
#include "directory/groups/access.h"
#include "directory/groups/groups.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/records/user_locks.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

namespace fs = std::filesystem;

// Only a real folder directly below the data directory.
bool is_removable(const std::string& home, const Uid& uid) {
    if (home.empty() || uid.empty() || uid == "." || uid == "..") return false;
    if (uid.text().find('/') != std::string::npos) return false;
    std::error_code ignored;
    return fs::is_directory(fs::symlink_status(home, ignored));
}

void remove_home_later(Transaction& tx, const Uid& uid) {
    const std::string home = home_of(tx, uid);
    if (!is_removable(home, uid)) return;
    tx.after_commit([&background = tx.installation.background, home] {
        background.run([home](const Background::Hurry&) {
            std::error_code ignored;
            fs::remove_all(home, ignored);
        });
    });
}

}  // namespace

Result<Done> delete_user(Transaction& tx, const User& target) {
    if (is_self(tx, target)) return refuse(Errc::own_user, "", "userId");
    if (!may_edit(tx, target)) return refuse(Errc::forbidden);
    // Nextcloud treats this uid as empty when it marks the user as deleted.
    if (target.uid == "0")
        return refuse(Errc::internal, "The account 0 cannot be deleted", "account 0");
    const std::vector<Gid> gids = storage::gids_of_user(rows_of(tx), target.uid);
    storage::delete_user(rows_of(tx), to_lower(target.uid));
    storage::delete_rows_of_user(rows_of(tx), target.uid);
    storage::delete_user_lock(rows_of(tx), to_lower(target.uid));
    remove_home_later(tx, target.uid);
    record_event(tx, {.kind = EventKind::user_delete, .subject = target.uid.text()});
    for (const Gid& gid : gids)
        for (int repeated = 0; repeated < 2; ++repeated)  // As Nextcloud does.
            note_left_group(tx, target.uid, gid);
    note_event(tx, fmt::format("User deleted: \"{}\"", target.uid));
    return Done{};
}

}  // namespace roster
