// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/autocomplete.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "directory/finding/people_cards.h"
#include "directory/finding/people_rules.h"
#include "directory/profiles/profile_rules.h"
#include "directory/rows.h"
#include "directory/users/user_queries.h"
#include "directory/users/users.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_queries.h"

namespace roster {

namespace {

// The state of a search.
struct Search {
    Transaction& tx;
    const PeopleRules rules;
    const std::string text;
    const std::string lower;  // in ASCII lower case, as names are compared
    const Window window;
    Suggestions found{};
    bool user_was_named = false;
    bool email_was_named = false;
};

bool is_full(const Search& search, std::size_t count) {
    return static_cast<std::int64_t>(count) >= search.window.limit;
}

Suggestion to_suggestion(const User& user, const std::string& email) {
    return {.type = ShareType::user,
            .id = user.uid.text(),
            .label = user.display_name(),
            .unique_name = email.empty() ? user.uid.text() : email};
}

void sort_by_name(std::vector<User>& users) {
    std::ranges::stable_sort(users, {},
                             [](const User& user) { return to_ascii_lower(user.display_name()); });
}

// A window of a group's members. PHP treats the search "0" as none.
UserQuery query_of_group(const Search& search, const Gid& gid) {
    UserQuery query{.filter = {UserTerm::in_group(gid)}, .window = search.window};
    const bool has_text = !search.text.empty() && search.text != "0";
    if (has_text) query.filter.push_back(UserTerm::has_text(search.text));
    query.sort = has_text ? UserSort::display_name : UserSort::uid;
    query.with_gone = !has_text;
    return query;
}

UserQuery query_of_known(const Search& search) {
    return {.filter = {UserTerm::known_to(search.tx.actor.uid), UserTerm::has_name(search.text)},
            .window = search.window};
}

std::vector<User> find_in_own_groups(Search& search) {
    std::vector<Uid> uids;
    std::unordered_set<Uid> seen;
    const auto add = [&](std::vector<Uid> found) {
        for (Uid& uid : found)
            if (seen.insert(uid).second) uids.push_back(std::move(uid));
    };
    for (const Gid& gid : search.rules.counted_gids) {
        std::vector<Uid> found =
            storage::find_uids(rows_of(search.tx), query_of_group(search, gid));
        search.found.more |= is_full(search, found.size());
        add(std::move(found));
    }
    const bool adds_known = !search.rules.own_groups_only && search.rules.lists_known_only;
    if (adds_known) add(storage::find_uids(rows_of(search.tx), query_of_known(search)));
    std::vector<User> users = find_users(search.tx, uids);
    if (adds_known) sort_by_name(users);
    return users;
}

std::vector<User> find_candidates(Search& search) {
    const PeopleRules& rules = search.rules;
    if (rules.own_groups_only || rules.lists_own_groups_only) return find_in_own_groups(search);
    const UserQuery query =
        rules.lists_known_only
            ? query_of_known(search)
            : UserQuery{.filter = {UserTerm::has_text(search.text)}, .window = search.window};
    std::vector<User> users = find_users(search.tx, storage::find_uids(rows_of(search.tx), query));
    sort_by_name(users);
    return users;
}

// A user who is named in full is suggested even if the limit or the rules for lists left the user
// out. A user found by e-mail may therefore appear twice, as in Nextcloud.
void add_named(Search& search) {
    const PeopleRules& rules = search.rules;
    if (!rules.matches || !rules.matches_uid || search.window.offset != 0) return;
    const std::optional<User> named = look_up_user(search.tx, search.text);
    if (!named) return;
    const PersonFacts facts = find_person_facts(search.tx, rules, {&*named, 1}).front();
    if (!may_appear(rules, facts)) return;
    if (!rules.matches_email && to_lower(named->uid) != to_lower(search.text)) return;
    search.found.users.exact.push_back(to_suggestion(*named, facts.email.value_or("")));
}

void find_users(Search& search) {
    const std::vector<User> users = find_candidates(search);
    const std::vector<PersonFacts> facts = find_person_facts(search.tx, search.rules, users);
    const auto appearing = static_cast<std::size_t>(std::ranges::count_if(
        facts, [&search](const PersonFacts& person) { return may_appear(search.rules, person); }));
    search.found.more |= !search.rules.lists || !is_full(search, appearing);
    bool found_by_id = false;
    for (std::size_t i = 0; i < users.size(); ++i) {
        const User& user = users[i];
        const std::string email = facts[i].email.value_or("");
        if (!may_appear(search.rules, facts[i])) continue;
        if (search.rules.is_full_match(user, email, search.lower)) {
            found_by_id |= to_ascii_lower(user.uid) == search.lower;
            search.found.users.exact.push_back(to_suggestion(user, email));
        } else if (is_listed(search.rules, facts[i])) {
            search.found.users.wide.push_back(to_suggestion(user, email));
        }
    }
    if (!found_by_id) add_named(search);
    search.user_was_named |= !search.found.users.exact.empty();
}

Suggestion to_suggestion(const Group& group) {
    return {.type = ShareType::group, .id = group.gid.text(), .label = group.display_name};
}

bool is_own(const std::vector<Gid>& gids, const Group& group) {
    return std::ranges::find(gids, group.gid) != gids.end();
}

void find_groups(Search& search) {
    const PeopleRules& rules = search.rules;
    if (!rules.groups) return;
    const bool own_only = rules.own_groups_only || rules.lists_own_groups_only;
    const std::vector<Group> groups =
        storage::list_groups(rows_of(search.tx), {.text = search.text, .window = search.window});
    search.found.more |= !rules.lists || !is_full(search, groups.size());
    for (const Group& group : groups) {
        if (own_only && !is_own(rules.counted_gids, group)) continue;
        const bool exact = to_ascii_lower(group.gid) == search.lower ||
                           to_ascii_lower(group.display_name) == search.lower;
        if (exact)
            search.found.groups.exact.push_back(to_suggestion(group));
        else if (rules.lists)
            search.found.groups.wide.push_back(to_suggestion(group));
    }
    if (search.window.offset != 0 || !search.found.groups.exact.empty()) return;
    const std::optional<Group> named = storage::find_group(rows_of(search.tx), search.text);
    const bool may_be_named =
        named && (!rules.own_groups_only || (!groups.empty() && is_own(rules.own_gids, *named)));
    if (may_be_named) search.found.groups.exact.push_back(to_suggestion(*named));
}

// `ada@example.org` of `Ada <ada@example.org>`.
std::string address_in(const std::string& text) {
    const std::size_t open = text.find('<');
    if (open == std::string::npos || !text.ends_with('>')) return text;
    const std::string address = text.substr(open + 1, text.size() - open - 2);
    return is_email_address(address) ? address : text;
}

bool has_user(const Search& search, const Uid& uid) {
    return std::ranges::find(search.found.users.exact, uid.text(), &Suggestion::id) !=
               search.found.users.exact.end() ||
           std::ranges::find(search.found.users.wide, uid.text(), &Suggestion::id) !=
               search.found.users.wide.end();
}

Suggestion to_suggestion(const PersonCard& card) {
    return {.type = ShareType::user,
            .id = card.user.uid.text(),
            .label = card.user.display_name() + " (" + card.email() + ")",
            .unique_name = card.email(),
            .name = card.user.display_name()};
}

// Adds the users of the address book who have an e-mail. Returns whether the text is one of these
// e-mails.
bool find_cards(Search& search, const std::string& text) {
    const PeopleRules& rules = search.rules;
    std::vector<Suggestion> wide;
    for (const PersonCard& card : find_person_cards(search.tx, rules, text, search.window)) {
        if (!is_email_address(card.email())) continue;
        if (rules.own_groups_only && !shares_group(rules, card.facts)) continue;
        const bool skipped =
            card.user.uid == search.tx.actor.uid || has_user(search, card.user.uid);
        if (rules.matches && to_ascii_lower(card.email()) == to_ascii_lower(text)) {
            if (!skipped) search.found.users.exact.push_back(to_suggestion(card));
            return true;
        }
        if (rules.lists && !skipped && is_listed(rules, card.facts))
            wide.push_back(to_suggestion(card));
    }
    search.found.more |= rules.lists && std::ssize(wide) >= search.window.limit;
    const auto skipped = std::min<std::int64_t>(search.window.offset, std::ssize(wide));
    std::move(wide.begin() + skipped, wide.end(), std::back_inserter(search.found.users.wide));
    return false;
}

void note_kind(Suggestions& found, ShareType kind) {
    if (std::ranges::find(found.kinds, kind) == found.kinds.end()) found.kinds.push_back(kind);
}

void find_emails(Search& search) {
    if (search.rules.matches && !search.rules.matches_email) return;
    const std::string text = address_in(search.text);
    const bool is_account = find_cards(search, text);
    if (is_account || !search.found.users.wide.empty()) note_kind(search.found, ShareType::user);
    search.email_was_named |= is_account;
    if (is_account) return;
    note_kind(search.found, ShareType::email);
    if (is_email_address(text))
        search.found.emails.exact.push_back({.type = ShareType::email, .id = text, .label = text});
}

void find_remotes(Search& search) {
    const std::optional<CloudId> remote = parse_cloud_id(search.text);
    if (!remote || search.window.offset != 0) return;
    search.found.remotes.exact.push_back({.type = ShareType::remote,
                                          .id = search.text,
                                          .label = remote->user + " (" + remote->server + ")",
                                          .name = remote->user,
                                          .server = remote->server});
}

void find_type(Search& search, ShareType type) {
    switch (type) {
        case ShareType::user:
            note_kind(search.found, type);
            return find_users(search);
        case ShareType::group:
            note_kind(search.found, type);
            return find_groups(search);
        case ShareType::email:
            return find_emails(search);
        case ShareType::remote:
            note_kind(search.found, type);
            return find_remotes(search);
    }
}

// A local user need not be offered by mail or through another server as well.
void drop_detours(Search& search) {
    const bool has_at = search.text.find('@') != std::string::npos;
    if (search.email_was_named || (has_at && search.user_was_named)) search.found.remotes = Found{};
    if (has_at && search.user_was_named) search.found.emails = Found{};
}

}  // namespace

std::optional<ShareType> find_share_type(std::int64_t number) {
    for (const ShareType type :
         {ShareType::user, ShareType::group, ShareType::email, ShareType::remote})
        if (static_cast<std::int64_t>(type) == number) return type;
    return std::nullopt;
}

std::string_view source_name(ShareType type) {
    switch (type) {
        case ShareType::user:
            return "users";
        case ShareType::group:
            return "groups";
        case ShareType::email:
            return "emails";
        case ShareType::remote:
            break;
    }
    return "remotes";
}

Found& Suggestions::of(ShareType kind) {
    switch (kind) {
        case ShareType::user:
            return users;
        case ShareType::group:
            return groups;
        case ShareType::email:
            return emails;
        case ShareType::remote:
            break;
    }
    return remotes;
}

const Found& Suggestions::of(ShareType kind) const {
    return const_cast<Suggestions*>(this)->of(kind);
}

Suggestions suggest(Transaction& tx, const PeopleSearch& wanted) {
    const std::string text(trim(wanted.text));
    Search search{.tx = tx,
                  .rules = find_people_rules(tx),
                  .text = text,
                  .lower = to_ascii_lower(text),
                  .window = {.limit = wanted.limit < 0 ? Window::kEverything : wanted.limit,
                             .offset = wanted.offset}};
    for (const ShareType type : wanted.types)
        find_type(search, type);
    drop_detours(search);
    return std::move(search.found);
}

}  // namespace roster
