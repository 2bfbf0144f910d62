// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// A page of the administration that the accounts of a group may use.
struct Delegation {
    std::string settings_class{};  // such as OCA\Settings\Settings\Admin\Users
    Gid gid{};
};

std::vector<Delegation> list_delegations(Transaction& tx);

// Settings that can be delegated, and to which groups they are.
struct DelegatedSettings {
    std::string section{}, name{}, class_name{};
    std::vector<Gid> gids{};  // `team2` before `team10`
};
// Those of the apps that are on, in the order of the catalogue. At the end, in the section "",
// those that only a delegation tells of: another app of a Nextcloud may have brought them along.
std::vector<DelegatedSettings> list_delegated_settings(Transaction& tx);

// Refuses invalid_argument for settings that no app that is on lets be delegated, unless they are
// delegated already; group_not_found; and group_exists where the group has them already.
Result<Done> add_delegation(Transaction& tx, const Delegation& delegation);
// Takes a delegation back, where there is one.
void remove_delegation(Transaction& tx, const Delegation& delegation);

}  // namespace roster
