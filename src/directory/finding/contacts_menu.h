// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "directory/finding/people_cards.h"
#include "directory/transaction.h"

namespace roster {

// A user in the contacts menu.
struct Contact {
    PersonCard card{};
    bool has_profile_page = false;
};
// The users with the text in their display name or e-mail, by display name, as far as the rules of
// directory/finding/people_rules.h let the caller see them. Never the caller.
std::vector<Contact> find_contacts(Transaction& tx, const std::string& filter);

}  // namespace roster
