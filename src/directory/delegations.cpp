// SPDX-License-Identifier: Apache-2.0
#include "directory/delegations.h"

#include <algorithm>

#include "directory/audit.h"
#include "directory/groups.h"
#include "storage/delegation_rows.h"

namespace roster {

namespace {

// A class in a namespace; which classes there are depends on the apps of a Nextcloud.
bool is_class_name(std::string_view text) {
    const bool characters_fit = std::ranges::all_of(text, [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) || c == '_' || c == '\\');
    });
    return characters_fit && text.find('\\') != std::string_view::npos && text.front() != '\\' &&
           text.back() != '\\';
}

}  // namespace

std::vector<Delegation> list_delegations(Transaction& tx) {
    std::vector<Delegation> delegations;
    for (auto& [settings_class, gid] : storage::delegations(tx.db))
        delegations.push_back({std::move(settings_class), std::move(gid)});
    return delegations;
}

Result<Done> add_delegation(Transaction& tx, const Delegation& delegation) {
    if (!is_class_name(delegation.settings_class))
        return refuse(Errc::invalid_argument,
                      "The specified class isn't a valid delegated setting.", "class");
    TRY(find_group(tx, delegation.gid, "The specified group didn't exist."));
    if (!storage::insert_delegation(tx.db, delegation.settings_class, delegation.gid))
        return refuse(Errc::group_exists,
                      "The specified group is already an administrator of this page.", "gid");
    record_event(tx, {.kind = EventKind::delegation_create,
                      .subject = delegation.gid,
                      .fields = {{.field = delegation.settings_class}}});
    return Done{};
}

void remove_delegation(Transaction& tx, const Delegation& delegation) {
    if (storage::delete_delegation(tx.db, delegation.settings_class, delegation.gid))
        record_event(tx, {.kind = EventKind::delegation_delete,
                          .subject = delegation.gid,
                          .fields = {{.field = delegation.settings_class}}});
}

}  // namespace roster
