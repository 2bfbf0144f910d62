// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "directory/finding/people_cards.h"
#include "directory/transaction.h"

namespace roster {

// An account in the menu of people.
struct Contact {
    PersonCard card{};
    bool has_profile_page = false;
};
// The accounts with the text in display name or e-mail, by display name, as far as the rules of
// directory/finding/people_rules.h let the caller see them. Never the caller.
std::vector<Contact> find_contacts(Transaction& tx, const std::string& filter);

}  // namespace roster
