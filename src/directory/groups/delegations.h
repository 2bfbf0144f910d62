// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Administration settings that the members of a group may use.
struct Delegation {
    std::string settings_class{};  // such as OCA\Settings\Settings\Admin\Users
    Gid gid{};
};

// All delegations, by class.
std::vector<Delegation> list_delegations(Transaction& tx);

// Settings that can be delegated, with the groups that they are delegated to.
struct DelegatedSettings {
    std::string section{}, name{}, class_name{};
    std::vector<Gid> gids{};  // `team2` before `team10`
};
// The settings of the apps that are on, in the order of all_delegable_settings(). At the end, in
// the section "", those that only appear in a delegation: another app of a Nextcloud may have
// provided them.
std::vector<DelegatedSettings> list_delegated_settings(Transaction& tx);

// Refuses invalid_argument for settings that no enabled app offers for delegation, unless they are
// delegated already; group_not_found; and group_exists when the group has them already.
Result<Done> add_delegation(Transaction& tx, const Delegation& delegation);
// Removes a delegation if it exists.
void remove_delegation(Transaction& tx, const Delegation& delegation);

}  // namespace roster
