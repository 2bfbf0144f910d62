// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/contacts_menu.h"

#include <algorithm>

#include "base/text.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::int64_t kUsualMost = 25;

// Users who are not listed are shown only for the whole e-mail or uid.
bool is_named(const PeopleRules& rules, const PersonCard& card, const std::string& filter) {
    return rules.matches && ((rules.matches_email && card.email() == filter) ||
                             (rules.matches_uid && card.user.uid == filter));
}

bool may_see(const PeopleRules& rules, const PersonCard& card, const std::string& filter) {
    if (!may_appear(rules, card.facts)) return false;
    return rules.lists ? is_listed(rules, card.facts) : is_named(rules, card, filter);
}

bool has_profile_page(const PersonCard& card, const ProfileDefaults& defaults) {
    const Profile profile = read_profile(
        {.user = card.user, .email = card.facts.email, .json = card.facts.profile_json}, defaults);
    return profile[PropertyId::profile_enabled].value == "1";
}

}  // namespace

std::vector<Contact> find_contacts(Transaction& tx, const std::string& filter) {
    const std::int64_t shortest = tx.settings->integer("sharing.minSearchStringLength", 0);
    if (std::ssize(filter) < shortest || !may_share(tx)) return {};
    const std::int64_t most = std::max<std::int64_t>(
        tx.settings->integer("sharing.maxAutocompleteResults", kUsualMost), 0);
    const PeopleRules rules = find_people_rules(tx);
    const bool have_pages = tx.settings->boolean("profile.enabled", true);
    const ProfileDefaults defaults = profile_defaults_of(
        tx, storage::app_value(rows_of(tx), "settings", "profile_enabled_by_default"));
    std::vector<Contact> contacts;
    for (PersonCard& card : find_person_cards(tx, rules, filter, {.limit = most})) {
        if (!may_see(rules, card, filter)) continue;
        const bool has_page = have_pages && has_profile_page(card, defaults);
        contacts.push_back({.card = std::move(card), .has_profile_page = has_page});
    }
    std::ranges::stable_sort(contacts, {}, [](const Contact& contact) {
        return to_ascii_lower(contact.card.user.display_name());
    });
    return contacts;
}

}  // namespace roster
