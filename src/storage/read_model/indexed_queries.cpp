// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/indexed_queries.h"

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>
#include <unordered_set>

#include "model/query.h"
#include "storage/engine/many_rows.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/list_pages.h"
#include "storage/read_model/people_query.h"
#include "storage/rows/user_queries.h"

namespace roster::storage {

namespace {

using Uids = std::vector<Uid>;

// Goes through a list in its order, as rows of a uid and whether it is one that is searched for,
// and keeps a page.
class Walk {
  public:
    Walk(std::int64_t limit, std::int64_t offset, std::int64_t most_looks)
        : limit_(static_cast<std::size_t>(limit)), to_skip_(offset), most_looks_(most_looks) {}

    bool operator()(const Row& row) {
        gave_up_ = looks_++ == most_looks_;
        if (gave_up_) return false;
        if (row.integer(1) == 0) return true;
        if (to_skip_ > 0)
            --to_skip_;
        else
            uids_.push_back(row.uid(0));
        return uids_.size() < limit_;
    }
    // Nothing when the page was not full after so many looks.
    std::optional<Uids> page() && {
        if (gave_up_) return std::nullopt;
        return std::move(uids_);
    }

  private:
    const std::size_t limit_;
    std::int64_t to_skip_;
    const std::int64_t most_looks_;
    std::int64_t looks_ = 0;
    bool gave_up_ = false;
    Uids uids_{};
};

struct Search {
    std::string_view text{};
    std::int64_t limit = 0, offset = 0;
    // The page by going through the list, unless it is not full after `most_looks`.
    std::function<std::optional<Uids>(std::int64_t most_looks)> walk{};
    // The page out of those whom a query of the text index finds.
    std::function<Uids(std::string_view query)> pick{};
};

// Does what is likely to be the shorter. A look takes some microseconds, whether it is at the next
// of the list or at one who was found.
std::optional<Uids> find_page(Connection& db, const Search& search) {
    constexpr std::int64_t kFew = 500, kMany = 5'000, kManyLooks = 20'000;
    constexpr std::int64_t kBeginning = 100;  // is met soon where many are found
    if (!has_list_indexes(db) || !can_find_people(db, search.text) || is_far_behind(db))
        return std::nullopt;
    if (search.limit <= 0) return Uids{};
    const std::optional<std::string> query = people_query(db, search.text);
    if (!query) return search.walk(Window::kEverything);
    const std::int64_t found = count_found(db, *query, kMany);
    const bool near = search.offset <= kBeginning && search.limit <= kBeginning;
    if (found > kFew)
        if (auto page = search.walk(found == kMany && near ? kManyLooks : kFew)) return page;
    return search.pick(*query);
}

std::unordered_set<Uid> members_among(Connection& db, std::string_view gid,
                                      std::span<const Uid> uids) {
    std::unordered_set<Uid> members;
    visit_many<"SELECT uid FROM oc_group_user WHERE [(gid = ? AND uid = ?)| OR ]">(
        db, uids, [&members](const Row& row) { members.insert(row.uid(0)); },
        [gid](const Uid& uid) { return std::tuple(gid, std::string_view(uid)); });
    return members;
}

}  // namespace

std::optional<std::vector<Uid>> search_logins(Connection& db, std::string_view search,
                                              std::int64_t limit, std::int64_t offset) {
    const std::string pattern = people_pattern(search);
    const auto walk = [&](std::int64_t most_looks) {
        Walk taken(limit, offset, most_looks);
        db.each(std::ref(taken),
                "SELECT l.userid, {has:u.uid,u.displayname,p.configvalue}"
                " FROM oc_preferences l CROSS JOIN oc_users u ON u.uid = l.userid"
                " LEFT JOIN oc_preferences p"
                " ON p.userid = l.userid AND p.appid = 'settings' AND p.configkey = 'email'"
                " WHERE l.appid = 'login' AND l.configkey = 'lastLogin'"
                " ORDER BY l.configvalue DESC,"
                " l.userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(l.userid)",
                pattern, pattern, pattern);
        return std::move(taken).page();
    };
    const auto pick = [&](std::string_view query) {
        return db.uids(
            "SELECT uid FROM (SELECT l.userid AS uid, l.configvalue AS time"
            " FROM roster_people_text t CROSS JOIN roster_people p ON p.place = t.rowid"
            " CROSS JOIN oc_preferences l"
            " ON l.userid = p.uid AND l.appid = 'login' AND l.configkey = 'lastLogin'"
            " WHERE t.roster_people_text MATCH ? AND p.found_by LIKE ? ESCAPE '!'"
            " AND NOT EXISTS (SELECT 1 FROM roster_people_changes c WHERE c.uid = p.uid)"
            " UNION ALL SELECT l.userid, l.configvalue FROM roster_people_changes c"
            " CROSS JOIN oc_users u ON u.uid = c.uid CROSS JOIN oc_preferences l"
            " ON l.userid = c.uid AND l.appid = 'login' AND l.configkey = 'lastLogin'"
            " LEFT JOIN oc_preferences p"
            " ON p.userid = c.uid AND p.appid = 'settings' AND p.configkey = 'email'"
            " WHERE {has:u.uid,u.displayname,p.configvalue})"
            " ORDER BY time DESC,"
            " uid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(uid)"
            " LIMIT ? OFFSET ?",
            query, pattern, pattern, pattern, pattern, limit, offset);
    };
    return find_page(
        db, {.text = search, .limit = limit, .offset = offset, .walk = walk, .pick = pick});
}

std::optional<std::vector<Uid>> search_group(Connection& db, std::string_view gid,
                                             std::string_view search, std::int64_t limit,
                                             std::int64_t offset) {
    const std::string pattern = people_pattern(search);
    const auto walk = [&](std::int64_t most_looks) {
        Walk taken(limit, offset, most_looks);
        db.each(std::ref(taken),
                "SELECT m.uid, {has:m.uid,u.displayname,p.configvalue}"
                " FROM oc_group_user m LEFT JOIN oc_users u ON u.uid = m.uid"
                " LEFT JOIN oc_preferences p"
                " ON p.userid = m.uid AND p.appid = 'settings' AND p.configkey = 'email'"
                " WHERE m.gid = ? ORDER BY m.uid",
                pattern, pattern, pattern, gid);
        return std::move(taken).page();
    };
    const auto pick = [&](std::string_view query) {
        return db.uids(
            "SELECT p.uid FROM roster_people_text t CROSS JOIN roster_people p ON p.place = t.rowid"
            " CROSS JOIN oc_group_user m ON m.gid = ? AND m.uid = p.uid"
            " WHERE t.roster_people_text MATCH ? AND p.found_by LIKE ? ESCAPE '!'"
            " AND NOT EXISTS (SELECT 1 FROM roster_people_changes c WHERE c.uid = p.uid)"
            " UNION ALL SELECT m.uid FROM (SELECT uid FROM roster_people_changes"
            " UNION SELECT s.uid FROM roster_strangers s"
            " WHERE NOT EXISTS (SELECT 1 FROM oc_users a WHERE a.uid = s.uid)) c"
            " CROSS JOIN oc_group_user m ON m.gid = ? AND m.uid = c.uid"
            " LEFT JOIN oc_users u ON u.uid = m.uid LEFT JOIN oc_preferences p"
            " ON p.userid = m.uid AND p.appid = 'settings' AND p.configkey = 'email'"
            " WHERE {has:m.uid,u.displayname,p.configvalue} ORDER BY 1 LIMIT ? OFFSET ?",
            gid, query, pattern, gid, pattern, pattern, pattern, limit, offset);
    };
    return find_page(
        db, {.text = search, .limit = limit, .offset = offset, .walk = walk, .pick = pick});
}

std::optional<std::vector<Uid>> search_large_group(Connection& db, std::string_view gid,
                                                   std::string_view search, std::int64_t limit,
                                                   std::int64_t offset) {
    constexpr std::int64_t kLarge = 2'000, kPortion = 1'000;
    constexpr std::size_t kAtOnce = 64;
    if (!has_list_indexes(db) || count_members(db, gid) <= kLarge) return std::nullopt;
    const bool all = limit == Window::kEverything;
    UserQuery query{.filter = {UserTerm::has_text(std::string(search))}};
    if (!all) query.window.limit = kPortion;
    Uids found;
    for (std::int64_t to_skip = offset;; query.window.offset += kPortion) {
        const Uids uids = find_uids(db, query);
        for (std::size_t at = 0; at < uids.size(); at += kAtOnce) {
            if (std::ssize(found) >= limit) return found;
            const auto some = std::span(uids).subspan(at, std::min(kAtOnce, uids.size() - at));
            const std::unordered_set<Uid> members = members_among(db, gid, some);
            for (const Uid& uid : some)
                if (members.contains(uid) && to_skip-- <= 0 && std::ssize(found) < limit)
                    found.push_back(uid);
        }
        if (all || std::ssize(uids) < kPortion) return found;
    }
}

}  // namespace roster::storage
