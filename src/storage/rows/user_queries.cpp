// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/user_queries.h"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>

#include "base/text.h"
#include "storage/engine/like.h"
#include "storage/read_model/indexed_queries.h"
#include "storage/read_model/list_pages.h"
#include "storage/read_model/people_index.h"

namespace roster::storage {

namespace {

using Uids = std::vector<Uid>;

// The kinds of conditions in a query.
enum Kinds : unsigned {
    kNone = 0,
    kText = 1U << 0U,
    kName = 1U << 1U,
    kGroup = 1U << 2U,
    kKnown = 1U << 3U,
    kDisabled = 1U << 4U,
    kLoggedIn = 1U << 5U,
    kSeen = 1U << 6U,
};

// A query, split into its conditions.
struct Asked {
    unsigned kinds = kNone;
    std::string text{}, gid{}, known_to{};
    std::int64_t limit = 0, offset = 0;
};

// The kind of a condition.
unsigned kind_of(const UserTerm& term) {
    const bool equals = term.test == Test::equals;
    switch (term.field) {
        case UserField::text:
        case UserField::name:
            if (term.test != Test::contains) break;
            if (term.value.empty()) return kNone;
            return term.field == UserField::text ? kText : kName;
        case UserField::group:
            if (equals) return kGroup;
            break;
        case UserField::known_to:
            if (equals) return kKnown;
            break;
        case UserField::enabled:
            if (equals && term.value == "false") return kDisabled;
            break;
        case UserField::last_login:
            if (term.test == Test::present) return kLoggedIn;
            if (term.test == Test::differs && term.value == "0") return kSeen;
            break;
    }
    throw std::logic_error("a condition without a statement");
}

Asked take_apart(const UserQuery& query) {
    Asked asked{.limit = query.window.limit, .offset = query.window.offset};
    for (const UserTerm& term : query.filter) {
        const unsigned kind = kind_of(term);
        if ((asked.kinds & kind) != 0)
            throw std::logic_error("two conditions of one kind, without a statement");
        asked.kinds |= kind;
        if (kind == kText || kind == kName) asked.text = term.value;
        if (kind == kGroup) asked.gid = term.value;
        if (kind == kKnown) asked.known_to = term.value;
    }
    return asked;
}

Uids all(Connection& db, const Asked& asked) {
    return db.uids("SELECT uid FROM oc_users LIMIT ? OFFSET ?", asked.limit, asked.offset);
}

// The engine decides where users without a display name stand (contract: tables, section 4).
Uids page(Connection& db, const Asked& asked) {
    return db.uids(
        "SELECT uid FROM oc_users ORDER BY lower(displayname), uid_lower LIMIT ? OFFSET ?",
        asked.limit, asked.offset);
}

Uids page_with_text(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    // Each of the three can use an index.
    return db.uids(
        "SELECT u.uid FROM (SELECT uid FROM oc_users WHERE {has:uid}"
        " UNION SELECT uid FROM oc_users WHERE {has:displayname}"
        " UNION SELECT userid FROM oc_preferences WHERE appid = 'settings' AND configkey = 'email'"
        " AND {has:configvalue}) found JOIN oc_users u ON u.uid = found.uid"
        " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
        pattern, pattern, pattern, asked.limit, asked.offset);
}

Uids members(Connection& db, const Asked& asked) {
    return db.uids("SELECT uid FROM oc_group_user WHERE gid = ? ORDER BY uid LIMIT ? OFFSET ?",
                   asked.gid, asked.limit, asked.offset);
}

Uids members_with_text(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    return db.uids(
        "SELECT gu.uid FROM oc_group_user gu LEFT JOIN oc_users u ON u.uid = gu.uid"
        " LEFT JOIN oc_preferences p ON p.userid = gu.uid AND p.appid = 'settings'"
        " AND p.configkey = 'email'"
        " WHERE gu.gid = ? AND {has:gu.uid,u.displayname,p.configvalue}"
        " ORDER BY gu.uid LIMIT ? OFFSET ?",
        asked.gid, pattern, pattern, pattern, asked.limit, asked.offset);
}

Uids accounts_of_group(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    return db.uids(
        "SELECT u.uid FROM oc_group_user gu JOIN oc_users u ON u.uid = gu.uid"
        " LEFT JOIN oc_preferences p ON p.userid = u.uid AND p.appid = 'settings'"
        " AND p.configkey = 'email'"
        " WHERE gu.gid = ? AND {has:u.uid,u.displayname,p.configvalue}"
        " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
        asked.gid, pattern, pattern, pattern, asked.limit, asked.offset);
}

Uids disabled_members(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    return db.uids(
        // CROSS JOIN keeps SQLite from looking up a preference for every member.
        "SELECT gu.uid FROM oc_preferences d CROSS JOIN oc_group_user gu"
        " LEFT JOIN oc_users u ON u.uid = gu.uid"
        " LEFT JOIN oc_preferences p ON p.userid = gu.uid AND p.appid = 'settings'"
        " AND p.configkey = 'email'"
        " WHERE d.appid = 'core' AND d.configkey = 'enabled' AND d.configvalue = 'false'"
        " AND gu.gid = ? AND gu.uid = d.userid AND {has:gu.uid,u.displayname,p.configvalue}"
        " ORDER BY gu.uid LIMIT ? OFFSET ?",
        asked.gid, pattern, pattern, pattern, asked.limit, asked.offset);
}

Uids disabled(Connection& db, const Asked& asked) {
    return db.uids(
        "SELECT p.userid FROM oc_preferences p WHERE p.appid = 'core'"
        " AND p.configkey = 'enabled' AND p.configvalue = 'false'"
        " ORDER BY {written:p.userid} LIMIT ? OFFSET ?",
        asked.limit, asked.offset);
}

// Nextcloud compares these texts itself, so that case is ignored for other letters than ASCII's,
// too. The e-mail for notifications takes precedence.
Uids disabled_with_text(Connection& db, const Asked& asked) {
    const std::string wanted = to_lower(asked.text);
    std::int64_t to_skip = asked.offset;
    Uids uids;
    const auto take = [&](const Row& row) {
        if (std::ssize(uids) >= asked.limit) return false;
        bool fits = false;
        for (const int column : {0, 1, 2})
            fits |= to_lower(row.view(column)).find(wanted) != std::string::npos;
        if (fits && to_skip-- <= 0) uids.push_back(row.uid(0));
        return true;
    };
    db.each(take,
            "SELECT u.uid, COALESCE(u.displayname, ''),"
            " COALESCE(n.configvalue, e.configvalue, '')"
            " FROM oc_preferences p JOIN oc_users u ON u.uid = p.userid"
            " LEFT JOIN oc_preferences n ON n.userid = p.userid"
            " AND n.appid = 'settings' AND n.configkey = 'primary_email'"
            " LEFT JOIN oc_preferences e ON e.userid = p.userid"
            " AND e.appid = 'settings' AND e.configkey = 'email'"
            " WHERE p.appid = 'core' AND p.configkey = 'enabled'"
            " AND p.configvalue = 'false' ORDER BY {written:p.userid}");
    return uids;
}

Uids logins(Connection& db, const Asked& asked) {
    return db.uids(
        "SELECT userid FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin'"
        " ORDER BY configvalue DESC,"
        " userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(userid)"
        " LIMIT ? OFFSET ?",
        asked.limit, asked.offset);
}

Uids logins_with_text(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    return db.uids(
        "SELECT l.userid FROM oc_preferences l JOIN oc_users u ON u.uid = l.userid"
        " LEFT JOIN oc_preferences p"
        " ON p.userid = l.userid AND p.appid = 'settings' AND p.configkey = 'email'"
        " WHERE l.appid = 'login' AND l.configkey = 'lastLogin'"
        " AND {has:u.uid,u.displayname,p.configvalue}"
        " ORDER BY l.configvalue DESC,"
        " l.userid IN (SELECT uid FROM oc_group_user WHERE gid = 'admin'), lower(l.userid)"
        " LIMIT ? OFFSET ?",
        pattern, pattern, pattern, asked.limit, asked.offset);
}

Uids known_to(Connection& db, const Asked& asked) {
    const std::string pattern = like_pattern(asked.text);
    return db.uids(
        "SELECT u.uid FROM oc_known_users k JOIN oc_users u ON u.uid = k.known_user"
        " WHERE k.known_to = ? AND {has:u.uid,u.displayname}"
        " ORDER BY lower(u.displayname), u.uid_lower LIMIT ? OFFSET ?",
        asked.known_to, pattern, pattern, asked.limit, asked.offset);
}

std::optional<Uids> indexed_page(Connection& db, const Asked& asked) {
    return page_of_people(db, asked.text, asked.limit, asked.offset);
}
std::optional<Uids> indexed_members(Connection& db, const Asked& asked) {
    return deep_page_of_group(db, asked.gid, asked.limit, asked.offset);
}
std::optional<Uids> indexed_members_with_text(Connection& db, const Asked& asked) {
    return search_group(db, asked.gid, asked.text, asked.limit, asked.offset);
}
std::optional<Uids> indexed_accounts_of_group(Connection& db, const Asked& asked) {
    return search_large_group(db, asked.gid, asked.text, asked.limit, asked.offset);
}
std::optional<Uids> indexed_logins(Connection& db, const Asked& asked) {
    return deep_page_of_logins(db, asked.limit, asked.offset);
}
std::optional<Uids> indexed_logins_with_text(Connection& db, const Asked& asked) {
    return search_logins(db, asked.text, asked.limit, asked.offset);
}

std::int64_t count_all(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM oc_users");
}
std::int64_t count_disabled(Connection& db) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_preferences p JOIN oc_users u ON u.uid = p.userid"
        " WHERE p.appid = 'core' AND p.configkey = 'enabled' AND p.configvalue = 'false'");
}
std::int64_t count_seen(Connection& db) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_preferences"
        " WHERE appid = 'login' AND configkey = 'lastLogin' AND configvalue <> '0'");
}

// A supported query and its implementations.
struct Question {
    unsigned kinds = kNone;
    unsigned perhaps = kNone;  // kinds that it may have in addition
    UserSort sort{};
    bool with_gone = false;
    Uids (*rows)(Connection& db, const Asked& asked);
    // Nothing when the index is missing, out of date, or of no use.
    std::optional<Uids> (*index)(Connection& db, const Asked& asked) = nullptr;
};
constexpr Question kQuestions[] = {
    {kNone, kNone, UserSort::stored, false, all},
    {kNone, kNone, UserSort::display_name, false, page, indexed_page},
    {kText, kNone, UserSort::display_name, false, page_with_text, indexed_page},
    {kGroup, kNone, UserSort::uid, true, members, indexed_members},
    {kGroup | kText, kNone, UserSort::uid, true, members_with_text, indexed_members_with_text},
    {kGroup, kText, UserSort::display_name, false, accounts_of_group, indexed_accounts_of_group},
    {kGroup | kDisabled, kText, UserSort::uid, true, disabled_members},
    {kDisabled, kNone, UserSort::stored, true, disabled},
    {kDisabled | kText, kNone, UserSort::stored, false, disabled_with_text},
    {kLoggedIn, kNone, UserSort::last_login, true, logins, indexed_logins},
    {kLoggedIn | kText, kNone, UserSort::last_login, false, logins_with_text,
     indexed_logins_with_text},
    {kKnown, kName, UserSort::display_name, false, known_to},
};

struct Count {
    unsigned kinds = kNone;
    bool with_gone = false;
    std::int64_t (*rows)(Connection& db);
};
constexpr Count kCounts[] = {
    {kNone, false, count_all},
    {kDisabled, false, count_disabled},
    {kSeen, true, count_seen},
};

}  // namespace

std::vector<Uid> find_uids(Connection& db, const UserQuery& query) {
    const Asked asked = take_apart(query);
    for (const Question& question : kQuestions) {
        if ((asked.kinds & ~question.perhaps) != question.kinds || query.sort != question.sort ||
            query.with_gone != question.with_gone)
            continue;
        if (question.index)
            if (auto uids = question.index(db, asked)) return *std::move(uids);
        return question.rows(db, asked);
    }
    throw std::logic_error("a question for users without a statement");
}

std::int64_t count_uids(Connection& db, const UserQuery& query) {
    const Asked asked = take_apart(query);
    const auto* const count = std::ranges::find_if(kCounts, [&](const Count& known) {
        return known.kinds == asked.kinds && known.with_gone == query.with_gone;
    });
    if (count == std::end(kCounts)) throw std::logic_error("a count of users without a statement");
    return count->rows(db);
}

}  // namespace roster::storage
