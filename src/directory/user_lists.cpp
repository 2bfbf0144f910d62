// SPDX-License-Identifier: Apache-2.0
#include "directory/user_lists.h"

#include <fmt/core.h>
#include <strings.h>

#include <algorithm>
#include <unordered_set>

#include "base/php.h"
#include "base/text.h"
#include "directory/accident.h"
#include "storage/group_rows.h"
#include "storage/user_list_rows.h"

namespace roster {

namespace {

using Uids = std::vector<std::string>;
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

std::int64_t row_limit(const UserPage& page) {
    return page.limit && *page.limit >= 0 ? *page.limit : storage::kEveryRow;
}

Uids find_matches(Transaction& tx, const UserPage& page) {
    if (!page.search.empty())
        return storage::search_uids(tx.db, page.search, row_limit(page), page.offset);
    if (row_limit(page) == storage::kEveryRow && page.offset == 0) return storage::all_uids(tx.db);
    return storage::page_of_uids(tx.db, row_limit(page), page.offset);
}

Uids page_of_all(Transaction& tx, const UserPage& page) {
    Uids uids = find_matches(tx, page);
    std::sort(uids.begin(), uids.end(), [](const std::string& a, const std::string& b) {
        return strcasecmp(a.c_str(), b.c_str()) < 0;
    });
    return uids;
}

// What a sub-admin finds in one group. Nextcloud reads the matches of everybody in portions of a
// hundred times the limit, and an absent limit makes portions of none.
Uids search_in_group(Transaction& tx, const std::string& gid, const UserPage& page) {
    if (!page.limit || *page.limit == 0) return {};
    const Uids found = storage::search_accounts_of_group(tx.db, gid, page.search);
    return slice(found, page.offset, *page.limit == -1 ? std::nullopt : page.limit);
}

Unexpected<Error> refuse_offset(Transaction& tx, std::int64_t offset) {
    return refuse_as_accident(
        tx, fmt::format("Offset must be a positive integer or zero, {} given", offset), "offset",
        "Doctrine\\DBAL\\Exception");
}

// One page for those who see everybody, one for each group of a sub-admin.
Result<std::vector<Uids>> find_pages(Transaction& tx, UserPage page) {
    if (tx.actor.sees_everybody()) {
        if (page.offset < 0) return refuse_offset(tx, page.offset);
        return std::vector<Uids>{page_of_all(tx, page)};
    }
    page.search = std::string(trim(page.search));
    const bool searches = !page.search.empty() && page.search != "0";
    if (!searches && page.offset < 0) return refuse_offset(tx, page.offset);
    std::vector<Uids> pages;
    for (const std::string& gid : storage::gids_of_subadmin(tx.db, tx.actor.uid))
        pages.push_back(searches
                            ? search_in_group(tx, gid, page)
                            : storage::page_of_group(tx.db, gid, "", row_limit(page), page.offset));
    return pages;
}

// Nextcloud declares these two as not negative, and fails on what is.
Result<Done> check_not_negative(Transaction& tx, const UserPage& page) {
    if (page.limit && *page.limit < 0)
        return refuse_as_accident(tx, fmt::format("Invalid limit value: {}", *page.limit), "limit",
                                  "InvalidArgumentException");
    if (page.offset < 0)
        return refuse_as_accident(tx, fmt::format("Invalid offset value: {}", page.offset),
                                  "offset", "InvalidArgumentException");
    return Done{};
}

bool matches(const storage::DisabledUser& user, const std::string& lower_search) {
    const auto holds = [&lower_search](const std::string& text) {
        return to_lower(text).find(lower_search) != std::string::npos;
    };
    return !user.gone &&
           (holds(user.uid) || holds(user.display_name.value_or("")) || holds(user.email));
}

Uids disabled_of_all(Transaction& tx, const std::string& search) {
    const std::string lower_search = to_lower(search);
    Uids uids;
    for (storage::DisabledUser& user : storage::disabled_users(tx.db))
        if (search.empty() || matches(user, lower_search)) uids.push_back(std::move(user.uid));
    return uids;
}

Uids disabled_of_subadmin(Transaction& tx, const std::string& search) {
    std::unordered_set<std::string> seen;
    Uids uids;
    for (const std::string& gid : storage::gids_of_subadmin(tx.db, tx.actor.uid))
        for (std::string& uid : storage::disabled_in_group(tx.db, gid, search))
            if (seen.insert(uid).second) uids.push_back(std::move(uid));
    return uids;
}

}  // namespace

Result<std::vector<std::string>> list_users(Transaction& tx, const UserPage& page) {
    std::vector<Uids> pages = TRY(find_pages(tx, page));
    if (pages.size() == 1) return std::move(pages.front());
    std::unordered_set<std::string> seen;
    Uids uids;
    for (const Uids& group : pages)
        for (const std::string& uid : group)
            if (seen.insert(uid).second) uids.push_back(uid);
    return uids;
}

Result<std::vector<Value>> list_user_keys(Transaction& tx, const UserPage& page) {
    const std::vector<Uids> pages = TRY(find_pages(tx, page));
    const bool counts = !tx.actor.sees_everybody();
    std::int64_t count = 0;
    std::unordered_set<std::string> seen;
    std::vector<Value> keys;
    for (const Uids& group : pages) {
        for (const std::string& uid : group) {
            if (is_whole_number(uid))
                keys.emplace_back(counts ? count++ : to_int(uid));
            else if (!counts || seen.insert(uid).second)
                keys.emplace_back(uid);
        }
    }
    return keys;
}

Result<std::vector<std::string>> list_disabled_users(Transaction& tx, const UserPage& page) {
    TRY(check_not_negative(tx, page));
    const Uids uids = tx.actor.sees_everybody() ? disabled_of_all(tx, page.search)
                                                : disabled_of_subadmin(tx, page.search);
    return slice(uids, page.offset, page.limit);
}

Result<std::vector<std::string>> list_recent_users(Transaction& tx, const UserPage& page) {
    TRY(check_not_negative(tx, page));
    const std::int64_t wanted = page.limit.value_or(0);
    const std::int64_t limit = std::min(wanted == 0 ? kUsualRecent : wanted, kMostRecent);
    if (page.search.empty()) return storage::recent_logins(tx.db, limit, page.offset);
    return storage::search_recent_logins(tx.db, page.search, limit, page.offset);
}

}  // namespace roster
