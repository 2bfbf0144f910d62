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
    std::string gid{};
};

std::vector<Delegation> list_delegations(Transaction& tx);
// Refuses invalid_argument for what is no name of a class, group_not_found, and group_exists where
// the group has that page already.
Result<Done> add_delegation(Transaction& tx, const Delegation& delegation);
// Takes a delegation back, where there is one.
void remove_delegation(Transaction& tx, const Delegation& delegation);

}  // namespace roster
