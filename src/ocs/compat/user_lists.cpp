// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_lists.h"

#include <fmt/core.h>
#include <algorithm>
#include <unordered_set>

#include "base/php/php.h"
#include "base/text.h"
#include "directory/groups/groups.h"
#include "directory/users/user_queries.h"

namespace roster::ocs {

namespace {

using Uids = std::vector<Uid>;
constexpr std::int64_t kUsualRecent = 25, kMostRecent = 100;

// PHP's array_slice: a negative offset counts from the end, and a negative length leaves out that
// many at the end.
Uids slice(const Uids& uids, std::int64_t offset, std::optional<std::int64_t> length) {
    const auto size = static_cast<std::int64_t>(uids.size());
    const std::int64_t first =
        std::clamp<std::int64_t>(offset < 0 ? size + offset : offset, 0, size);
    std::int64_t last = size;
    if (length) last = *length < 0 ? size + *length : std::min(size - first, *length) + first;
    if (last <= first) return {};
    return {uids.begin() + first, uids.begin() + last};
}

// A limit below 0 means no limit.
Window window_of(const ListPage& page) {
    return {.limit = page.limit && *page.limit >= 0 ? *page.limit : Window::kEverything,
            .offset = page.offset};
}

Result<Uids> page_of_all(Transaction& tx, const ListPage& page) {
    const Window window = window_of(page);
    // The whole list is sorted here anyway.
    const bool unsorted =
        page.search.empty() && window.limit == Window::kEverything && window.offset == 0;
    Uids uids = TRY(find_uids(tx, {.filter = {UserTerm::has_text(page.search)},
                                   .sort = unsorted ? UserSort::stored : UserSort::display_name,
                                   .window = window}));
    sort_uids(uids);
    return uids;
}

// A sub-admin's search in each group. Nextcloud reads all matches in portions of a hundred times
// the limit; without a limit the portions are empty.
std::vector<Uids> search_in_groups(Transaction& tx, const ListPage& page) {
    if (!page.limit || *page.limit == 0) return {};
    std::vector<Uids> found = find_uids_by_group(tx, {.filter = {UserTerm::has_text(page.search)}});
    for (Uids& uids : found)
        uids = slice(uids, page.offset, *page.limit == -1 ? std::nullopt : page.limit);
    return found;
}

Unexpected<Error> refuse_offset(std::int64_t offset) {
    return refuse(Errc::internal,
                  fmt::format("Offset must be a positive integer or zero, {} given", offset),
                  "offset", "Doctrine\\DBAL\\Exception");
}

// One page for administrators, one per group for a sub-admin.
Result<std::vector<Uids>> find_pages(Transaction& tx, ListPage page) {
    if (tx.actor.sees_everybody()) {
        if (page.offset < 0) return refuse_offset(page.offset);
        return std::vector<Uids>{TRY(page_of_all(tx, page))};
    }
    page.search = std::string(trim(page.search));
    const bool searches = !page.search.empty() && page.search != "0";
    if (!searches && page.offset < 0) return refuse_offset(page.offset);
    if (searches) return search_in_groups(tx, page);
    return find_uids_by_group(
        tx, {.sort = UserSort::uid, .window = window_of(page), .with_gone = true});
}

// Joins the groups without repeated uids.
Uids without_repeats(const std::vector<Uids>& groups) {
    std::unordered_set<Uid> seen;
    Uids uids;
    for (const Uids& group : groups)
        for (const Uid& uid : group)
            if (seen.insert(uid).second) uids.push_back(uid);
    return uids;
}

// Nextcloud declares both as non-negative, and fails otherwise.
Result<Done> check_not_negative(const ListPage& page) {
    if (page.limit && *page.limit < 0)
        return refuse(Errc::internal, fmt::format("Invalid limit value: {}", *page.limit), "limit",
                      "InvalidArgumentException");
    if (page.offset < 0)
        return refuse(Errc::internal, fmt::format("Invalid offset value: {}", page.offset),
                      "offset", "InvalidArgumentException");
    return Done{};
}

}  // namespace

Result<ListPage> read_page(const Call& call) {
    ListPage page;
    page.search = TRY(call.text("search"));
    page.limit = call.optional_integer("limit");
    page.offset = call.integer("offset", 0);
    return page;
}

Result<std::vector<Uid>> list_users(Transaction& tx, const ListPage& page) {
    std::vector<Uids> pages = TRY(find_pages(tx, page));
    if (pages.size() == 1) return std::move(pages.front());
    return without_repeats(pages);
}

Result<std::vector<Value>> list_user_keys(Transaction& tx, const ListPage& page) {
    const std::vector<Uids> pages = TRY(find_pages(tx, page));
    const bool counts = !tx.actor.sees_everybody();
    std::int64_t count = 0;
    std::unordered_set<Uid> seen;
    std::vector<Value> keys;
    for (const Uids& group : pages) {
        for (const Uid& uid : group) {
            if (is_whole_number(uid))
                keys.emplace_back(counts ? count++ : to_int(uid));
            else if (!counts || seen.insert(uid).second)
                keys.emplace_back(uid.text());
        }
    }
    return keys;
}

Result<std::vector<Uid>> list_disabled_users(Transaction& tx, const ListPage& page) {
    TRY(check_not_negative(page));
    UserQuery query{.filter = {UserTerm::disabled(), UserTerm::has_text(page.search)}};
    if (tx.actor.sees_everybody()) {
        query.sort = UserSort::stored;
        query.window = window_of(page);
        query.with_gone = page.search.empty();
        return find_uids(tx, query);
    }
    query.sort = UserSort::uid;
    query.with_gone = true;
    return slice(without_repeats(find_uids_by_group(tx, query)), page.offset, page.limit);
}

Result<std::vector<Uid>> list_recent_users(Transaction& tx, const ListPage& page) {
    TRY(check_not_negative(page));
    const std::int64_t wanted = page.limit.value_or(0);
    const std::int64_t limit = std::min(wanted == 0 ? kUsualRecent : wanted, kMostRecent);
    return find_uids(tx, {.filter = {UserTerm::logged_in(), UserTerm::has_text(page.search)},
                          .sort = UserSort::last_login,
                          .window = {.limit = limit, .offset = page.offset},
                          .with_gone = page.search.empty()});
}

Result<std::vector<Uid>> list_members(Transaction& tx, const Group& group, const ListPage& page) {
    if (page.offset < 0 && administers(tx, group)) return refuse_offset(page.offset);
    return find_uids_in(tx, group,
                        {.filter = {UserTerm::has_text(page.search)},
                         .sort = UserSort::uid,
                         .window = window_of(page),
                         .with_gone = true});
}

GroupQuery to_query(const ListPage& page) {
    GroupQuery query{.text = page.search};
    if (page.limit.value_or(0) > 0) query.window.limit = *page.limit;
    if (page.offset > 0) query.window.offset = page.offset;
    return query;
}

}  // namespace roster::ocs
