// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/integrity_checks.h"

#include <fmt/core.h>

#include <array>
#include <set>

#include "base/text.h"
#include "storage/rows/config_rows.h"
#include "storage/schema/schema.h"

namespace roster::storage {

namespace {

// Clocks, counters and collations differ between the engines. Indexed by Engine.
constexpr std::array<Sql, 3> kClockStatements = {
    "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
    "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)",
    "SELECT UNIX_TIMESTAMP()",
};

// Longer values are not indexed, and nobody logs in with them.
std::vector<std::string> uids_without_indexed_email(Connection& db) {
    std::vector<std::string> uids;
    db.each(
        [&uids](const Row& row) {
            if (row.view(1).size() <= kLongestIndexed) uids.push_back(row.text(0));
        },
        "SELECT userid, configvalue FROM oc_preferences "
        "WHERE appid = 'settings' AND configkey = 'email' AND configvalue <> '' "
        "AND (flags <> 2 OR indexed IS NULL OR indexed <> configvalue)");
    return uids;
}

struct Counter {
    std::string table{};  // full name
    std::string column{};
};

std::vector<Counter> counters(const Connection& db) {
    std::vector<Counter> found;
    for (const KnownTable& table : known_tables(db.engine()))
        for (const Column& column : table.columns)
            if (column.counts())
                found.push_back({table.full_name(db.prefix()), std::string(column.name)});
    return found;
}

}  // namespace

std::int64_t count_emails_without_index(Connection& db) {
    return static_cast<std::int64_t>(uids_without_indexed_email(db).size());
}

std::int64_t index_emails(Connection& db) {
    const std::vector<std::string> uids = uids_without_indexed_email(db);
    for (const std::string& uid : uids)
        db.change(
            "UPDATE oc_preferences SET type = 1, flags = 2, indexed = configvalue "
            "WHERE userid = ? AND appid = 'settings' AND configkey = 'email'",
            uid);
    return static_cast<std::int64_t>(uids.size());
}

std::vector<std::string> uids_with_shared_email(Connection& db) {
    return db.texts(
        "SELECT userid FROM oc_preferences WHERE appid = 'settings' AND configkey = 'email' "
        "AND indexed IN (SELECT indexed FROM oc_preferences WHERE appid = 'settings' "
        "AND configkey = 'email' AND indexed <> '' GROUP BY indexed HAVING COUNT(*) > 1) "
        "ORDER BY indexed, userid");
}

bool has_emails(Connection& db) {
    return !db.texts(
                  "SELECT userid FROM oc_preferences WHERE appid = 'settings' "
                  "AND configkey = 'email' AND configvalue <> '' LIMIT 1")
                .empty();
}

std::vector<std::string> uids_with_claimed_address(Connection& db) {
    const auto domain_of = [](const std::string& address) {
        return address.substr(address.rfind('@') + 1);
    };
    std::set<std::string> uids;
    std::set<std::string> domains;
    for (const std::string& uid : db.texts("SELECT uid FROM oc_users WHERE uid LIKE '%@%'")) {
        uids.insert(to_lower(uid));
        domains.insert(domain_of(to_lower(uid)));
    }
    std::vector<std::string> claimed;
    if (uids.empty()) return claimed;
    db.each(
        [&](const Row& row) {
            const std::string address = to_lower(row.view(1));
            if (to_lower(row.view(0)) == address) return;
            if (uids.contains(address) || domains.contains(domain_of(address)))
                claimed.push_back(row.text(0));
        },
        "SELECT userid, configvalue FROM oc_preferences "
        "WHERE appid = 'settings' AND configkey = 'email' AND configvalue <> '' ORDER BY userid");
    return claimed;
}

std::vector<std::string> delegates_of_subadmins(Connection& db) {
    return db.texts(
        "SELECT DISTINCT gu.uid FROM oc_authorized_groups ag "
        "JOIN oc_group_user gu ON gu.gid = ag.group_id "
        "JOIN oc_group_user m ON m.uid = gu.uid "
        "JOIN oc_group_admin ga ON ga.gid = m.gid AND ga.uid <> gu.uid "
        "WHERE NOT EXISTS (SELECT 1 FROM oc_group_user a WHERE a.gid = 'admin' AND a.uid = gu.uid) "
        "ORDER BY gu.uid");
}

std::vector<Uid> uids_without_profile_rows(Connection& db) {
    return db.uids(
        "SELECT a.uid FROM oc_accounts a JOIN oc_users u ON u.uid = a.uid "
        "WHERE NOT EXISTS (SELECT 1 FROM oc_accounts_data d WHERE d.uid = a.uid)");
}

std::int64_t count_users_without_lower_uid(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM oc_users WHERE uid_lower IS NULL OR uid_lower = ''");
}

std::int64_t fill_lower_uids(Connection& db) {
    const std::vector<std::string> uids =
        db.texts("SELECT uid FROM oc_users WHERE uid_lower IS NULL OR uid_lower = ''");
    for (const std::string& uid : uids)
        db.change("UPDATE oc_users SET uid_lower = ? WHERE uid = ?", to_lower(uid), uid);
    return static_cast<std::int64_t>(uids.size());
}

std::int64_t count_enabled_admins(Connection& db) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_group_user gu JOIN oc_users u ON u.uid = gu.uid "
        "WHERE gu.gid = 'admin' AND NOT EXISTS (SELECT 1 FROM oc_preferences p "
        "WHERE p.userid = u.uid AND p.appid = 'core' AND p.configkey = 'enabled' "
        "AND p.configvalue = 'false')");
}

std::int64_t count_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since) {
    return db.integer(
        "SELECT COUNT(*) FROM oc_authtoken WHERE (expires IS NOT NULL AND expires < ?) "
        "OR (type = 0 AND last_activity < ?)",
        now, idle_since);
}

std::int64_t delete_dead_tokens(Connection& db, std::int64_t now, std::int64_t idle_since) {
    return db.change(
        "DELETE FROM oc_authtoken WHERE (expires IS NOT NULL AND expires < ?) "
        "OR (type = 0 AND last_activity < ?)",
        now, idle_since);
}

std::int64_t database_seconds(Connection& db) {
    return db.integer(kClockStatements[static_cast<std::size_t>(db.engine())]);
}

std::vector<std::string> counters_behind(Connection& db) {
    std::vector<std::string> behind;
    if (db.engine() != Engine::postgres) return behind;
    for (const Counter& counter : counters(db)) {
        const std::string sequence = fmt::format("{}_{}_seq", counter.table, counter.column);
        const std::int64_t next = db.integer(
            "SELECT COALESCE(last_value, 0) FROM pg_sequences "
            "WHERE schemaname = current_schema() AND sequencename = ?",
            sequence);
        if (next < db.integer_now(fmt::format("SELECT COALESCE(MAX({}), 0) FROM {}", counter.column,
                                              counter.table)))
            behind.push_back(fmt::format("{}.{}", counter.table, counter.column));
    }
    return behind;
}

void advance_counters(Connection& db) {
    if (db.engine() != Engine::postgres) return;
    for (const Counter& counter : counters(db))
        db.run(
            fmt::format("SELECT setval('{0}_{1}_seq', COALESCE((SELECT MAX({1}) FROM {0}), 1), "
                        "EXISTS (SELECT 1 FROM {0}))",
                        counter.table, counter.column));
}

std::vector<std::string> tables_of_other_collation(Connection& db) {
    if (db.engine() != Engine::mariadb) return {};
    const std::vector<std::string> names = db.texts(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
        "AND table_type = 'BASE TABLE' AND table_collation <> 'utf8mb4_bin' ORDER BY table_name");
    std::vector<std::string> known;
    for (const KnownTable& table : known_tables(db.engine()))
        for (const std::string& name : names)
            if (name == table.full_name(db.prefix())) known.push_back(name);
    return known;
}

}  // namespace roster::storage
