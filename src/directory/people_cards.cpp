// SPDX-License-Identifier: Apache-2.0
#include "directory/people_cards.h"

#include <algorithm>

#include "base/text.h"
#include "directory/profiles.h"
#include "directory/users.h"
#include "storage/search_rows.h"
#include "storage/user_rows.h"

namespace roster {

namespace {

// Accounts that only their uid brings up have no card for the text. Of those no more are looked at.
constexpr std::int64_t kMostCandidates = 2'000, kCandidatesAtOnce = 200;
constexpr std::size_t kLongestCloudId = 255;

PersonCard to_card(Transaction& tx, User user) {
    std::string email = email_of(tx, user.uid).value_or("");
    return {.user = std::move(user), .email = std::move(email)};
}

bool has_text(const PersonCard& card, const std::string& lower) {
    return to_lower(card.user.display_name()).find(lower) != std::string::npos ||
           to_lower(card.email).find(lower) != std::string::npos;
}

bool equals_text(const PersonCard& card, const std::string& lower) {
    return to_lower(card.user.display_name()) == lower || to_lower(card.email) == lower;
}

void add_card(Transaction& tx, std::vector<PersonCard>& cards, std::optional<User> user,
              const std::string& lower) {
    if (!user || !is_enabled(tx, user->uid)) return;
    PersonCard card = to_card(tx, *std::move(user));
    const auto same = [&card](const PersonCard& other) { return other.user.uid == card.user.uid; };
    if (equals_text(card, lower) && std::ranges::none_of(cards, same))
        cards.push_back(std::move(card));
}

// The account that the whole text names, by e-mail or by uid.
std::vector<PersonCard> find_named(Transaction& tx, const std::string& text) {
    const std::string lower = to_lower(text);
    std::vector<PersonCard> cards;
    if (lower.empty()) return cards;
    add_card(tx, cards, storage::find_user_by_email(tx.db, lower), lower);
    add_card(tx, cards, user_with_uid(tx, text), lower);
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
                                          const std::string& text, std::int64_t limit,
                                          std::int64_t offset) {
    if (!has_system_address_book(tx) || (!rules.lists && !rules.matches)) return {};
    if (!rules.lists) return find_named(tx, text);
    const std::string lower = to_lower(text);
    std::vector<PersonCard> cards;
    std::int64_t skipped = 0;
    for (std::int64_t seen = 0; seen < kMostCandidates; seen += kCandidatesAtOnce) {
        const std::vector<User> users = storage::search_users(tx.db, text, kCandidatesAtOnce, seen);
        for (const User& user : users) {
            if (std::ssize(cards) >= limit) return cards;
            PersonCard card = to_card(tx, user);
            if (!has_text(card, lower) || !is_enabled(tx, user.uid)) continue;
            if (skipped++ >= offset) cards.push_back(std::move(card));
        }
        if (std::ssize(users) < kCandidatesAtOnce) break;
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
