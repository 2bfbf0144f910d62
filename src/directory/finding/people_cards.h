// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/finding/people_rules.h"
#include "directory/transaction.h"
#include "model/query.h"
#include "model/user.h"

namespace roster {

// An account as the address book of all accounts has it.
struct PersonCard {
    User user{};
    PersonFacts facts{};

    std::string email() const { return facts.email.value_or(""); }
};

// The cards of enabled accounts, the caller's too, with the text in display name or e-mail, by
// display name. Where accounts are not listed, the text has to be one of the two; where full
// matches are off too, and where the address book is closed, nobody is found. Who of them may be
// shown is left to the caller.
std::vector<PersonCard> find_person_cards(Transaction& tx, const PeopleRules& rules,
                                          const std::string& text, const Window& window);

// Another server's account, as `user@server` names it.
struct CloudId {
    std::string user{};
    std::string server{};  // without https://
};
// Nothing for a text that names none.
std::optional<CloudId> parse_cloud_id(std::string_view text);

}  // namespace roster
