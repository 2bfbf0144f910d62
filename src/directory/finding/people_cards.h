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

// A user as the system address book shows it.
struct PersonCard {
    User user{};
    PersonFacts facts{};

    std::string email() const { return facts.email.value_or(""); }
};

// The cards of enabled users, the caller included, with the text in their display name or e-mail,
// by display name. Where users are not listed, the text must equal one of the two. Where full
// matches are off too, or the address book is closed, nobody is found. The caller of this function
// decides which of them may be shown.
std::vector<PersonCard> find_person_cards(Transaction& tx, const PeopleRules& rules,
                                          const std::string& text, const Window& window);

// A user of another server, named `user@server`.
struct CloudId {
    std::string user{};
    std::string server{};  // without https://
};
// Nothing for a text that is not such a name.
std::optional<CloudId> parse_cloud_id(std::string_view text);

}  // namespace roster
