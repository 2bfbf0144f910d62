// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/people_cards.h"

#include <algorithm>

#include "base/text.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/user_queries.h"
#include "directory/users/users.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

// Users who match only by uid have no card. At most so many candidates are examined.
constexpr std::int64_t kMostCandidates = 2'000, kCandidatesAtOnce = 200;
constexpr std::size_t kLongestCloudId = 255;

std::vector<PersonCard> to_cards(Transaction& tx, const PeopleRules& rules,
                                 std::span<const User> users) {
    std::vector<PersonCard> cards;
    for (PersonFacts& facts : find_person_facts(tx, rules, users))
        cards.push_back({.user = users[cards.size()], .facts = std::move(facts)});
    return cards;
}

bool has_text(const PersonCard& card, const std::string& lower) {
    return to_lower(card.user.display_name()).find(lower) != std::string::npos ||
           to_lower(card.email()).find(lower) != std::string::npos;
}

bool equals_text(const PersonCard& card, const std::string& lower) {
    return to_lower(card.user.display_name()) == lower || to_lower(card.email()) == lower;
}

// The user whose whole e-mail or uid is the text.
std::vector<PersonCard> find_named(Transaction& tx, const PeopleRules& rules,
                                   const std::string& text) {
    const std::string lower = to_lower(text);
    if (lower.empty()) return {};
    std::vector<User> users;
    for (const std::optional<User>& user :
         {storage::find_user_by_email(rows_of(tx), lower), storage::find_user(rows_of(tx), lower)})
        if (user && (users.empty() || users.front().uid != user->uid)) users.push_back(*user);
    std::vector<PersonCard> cards = to_cards(tx, rules, users);
    std::erase_if(cards, [&lower](const PersonCard& card) {
        return !card.facts.enabled || !equals_text(card, lower);
    });
    return cards;
}

bool is_in_cloud_uid(char c) {
    constexpr std::string_view kOthers = " _.@-'=";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
}

std::string_view without_page(std::string_view text) {
    text = text.substr(0, text.find("/index.php"));
    while (text.ends_with('/'))
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::vector<PersonCard> find_person_cards(Transaction& tx, const PeopleRules& rules,
                                          const std::string& text, const Window& window) {
    if (!has_system_address_book(tx) || (!rules.lists && !rules.matches)) return {};
    if (!rules.lists) return find_named(tx, rules, text);
    const std::string lower = to_lower(text);
    std::vector<PersonCard> cards;
    std::int64_t skipped = 0;
    UserQuery query{.filter = {UserTerm::has_text(text)}, .window = {.limit = kCandidatesAtOnce}};
    for (; query.window.offset < kMostCandidates; query.window.offset += kCandidatesAtOnce) {
        const std::vector<Uid> uids = storage::find_uids(rows_of(tx), query);
        for (PersonCard& card : to_cards(tx, rules, find_users(tx, uids))) {
            if (std::ssize(cards) >= window.limit) return cards;
            if (!has_text(card, lower) || !card.facts.enabled) continue;
            if (skipped++ >= window.offset) cards.push_back(std::move(card));
        }
        if (std::ssize(uids) < kCandidatesAtOnce) break;
    }
    return cards;
}

std::optional<CloudId> parse_cloud_id(std::string_view text) {
    constexpr std::string_view kScheme = "https://";
    const std::string_view id = without_page(text);
    const std::size_t at = id.substr(0, id.find_first_of("/:")).rfind('@');
    if (at == std::string_view::npos || id.size() > kLongestCloudId) return std::nullopt;
    const std::string_view user = id.substr(0, at);
    std::string_view server = id.substr(at + 1);
    const bool fits = std::ranges::all_of(user, is_in_cloud_uid) && !user.empty() &&
                      trim(user) == user && user != "." && user != "..";
    if (!fits || server.empty()) return std::nullopt;
    if (server.starts_with(kScheme)) server.remove_prefix(kScheme.size());
    return CloudId{.user = std::string(user), .server = std::string(server)};
}

}  // namespace roster
