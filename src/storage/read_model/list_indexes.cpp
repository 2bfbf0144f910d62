// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "storage/read_model/change_notes.h"
#include "storage/read_model/index_state.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/list_pages.h"
#include "storage/read_model/people_index.h"

namespace roster::storage {

std::vector<std::string> list_index_statements(std::string_view prefix) {
    const std::string users = fmt::format("{}users", prefix);
    const std::string members = fmt::format("{}group_user", prefix);
    const auto noting = [](std::string_view name, std::string_view event, std::string_view uids) {
        return noting_trigger(fmt::format("roster_strangers_{}", name),
                              {.name = "roster_strangers"}, event, uids);
    };
    const std::string no_account =
        fmt::format("WHEN NOT EXISTS (SELECT 1 FROM {} WHERE uid = new.uid)", users);
    const std::string old_member = fmt::format(
        "SELECT old.uid AS uid WHERE EXISTS (SELECT 1 FROM {} WHERE uid = old.uid)", members);
    const auto forgetting = [](std::string_view name, std::string_view event,
                               std::string_view condition) {
        return fmt::format(
            "CREATE TRIGGER IF NOT EXISTS roster_strangers_{} AFTER {} BEGIN"
            " DELETE FROM roster_strangers WHERE {}; END",
            name, event, condition);
    };
    std::vector<std::string> statements{
        // The first two columns are the same everywhere in it, but without them the engine
        // prefers another index, and sorts.
        fmt::format("CREATE INDEX IF NOT EXISTS roster_recent_logins ON {}preferences"
                    " (appid, configkey, configvalue)"
                    " WHERE appid = 'login' AND configkey = 'lastLogin'",
                    prefix),
        "CREATE TABLE IF NOT EXISTS roster_strangers (uid TEXT PRIMARY KEY) WITHOUT ROWID",
        noting("joined", fmt::format("INSERT ON {} {}", members, no_account),
               "SELECT new.uid AS uid"),
        noting("moved", fmt::format("UPDATE OF uid ON {} {}", members, no_account),
               "SELECT new.uid AS uid"),
        noting("gone", fmt::format("DELETE ON {}", users), old_member),
        noting("renamed", fmt::format("UPDATE OF uid ON {}", users), old_member),
        forgetting("came", fmt::format("INSERT ON {}", users), "uid = new.uid"),
        forgetting("became", fmt::format("UPDATE OF uid ON {}", users), "uid = new.uid"),
        forgetting(
            "left", fmt::format("DELETE ON {}", members),
            fmt::format("uid = old.uid AND NOT EXISTS (SELECT 1 FROM {} WHERE uid = old.uid)",
                        members)),
    };
    std::ranges::move(list_page_statements(prefix), std::back_inserter(statements));
    return statements;
}

std::vector<std::string> drop_list_index_statements() {
    std::vector<std::string> statements{"DROP INDEX IF EXISTS roster_recent_logins"};
    for (const char* trigger : {"joined", "moved", "gone", "renamed", "came", "became", "left"})
        statements.push_back(fmt::format("DROP TRIGGER IF EXISTS roster_strangers_{}", trigger));
    statements.emplace_back("DROP TABLE IF EXISTS roster_strangers");
    std::ranges::move(drop_list_page_statements(), std::back_inserter(statements));
    return statements;
}

bool has_list_indexes(Connection& db) {
    return find_index_state(db).lists;
}

bool lacks_list_indexes(Connection& db) {
    return has_people_index(db) && !has_list_indexes(db);
}

void complete_list_indexes(Connection& db) {
    if (!lacks_list_indexes(db)) return;
    db.open_call();
    db.run(list_index_statements(db.prefix()));
    build_list_indexes(db);
    db.close_call(true);
}

void build_list_indexes(Connection& db) {
    db.change("DELETE FROM roster_strangers");
    db.change(
        "INSERT INTO roster_strangers (uid) SELECT DISTINCT m.uid FROM oc_group_user m"
        " WHERE NOT EXISTS (SELECT 1 FROM oc_users u WHERE u.uid = m.uid)");
    build_list_pages(db);
}

}  // namespace roster::storage
