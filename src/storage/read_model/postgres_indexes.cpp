// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/postgres_indexes.h"

#include <fmt/format.h>

namespace roster::storage {

namespace {

constexpr const char* kNames[] = {"roster_people_order", "roster_people_uids",
                                  "roster_people_names", "roster_people_mails"};

bool has_index(Connection& db, std::string_view name) {
    return db.exists(
        "SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ?", name);
}

bool can_use_trigrams(Connection& db) {
    try {
        db.run("CREATE EXTENSION IF NOT EXISTS pg_trgm");
    } catch (const DatabaseError&) {
        // Not installed or not allowed.
    }
    // It may also be in a schema where it is not found.
    return db.exists(
        "SELECT 1 FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)");
}

}  // namespace

void add_postgres_indexes(Connection& db) {
    // With the columns that the expressions are made of, so that pages that are passed over need no
    // look at the table.
    db.run(
        fmt::format("CREATE INDEX IF NOT EXISTS roster_people_order ON {}users"
                    " (lower(displayname), uid_lower) INCLUDE (uid, displayname)",
                    db.prefix()));
    const auto add = [&db](const char* name, std::string_view table, std::string_view column,
                           std::string_view rows) {
        db.run(
            fmt::format("CREATE INDEX IF NOT EXISTS {} ON {}{} USING gin"
                        " (lower({}) gin_trgm_ops) {}",
                        name, db.prefix(), table, column, rows));
    };
    if (!can_use_trigrams(db)) return;  // `roster doctor` tells of it.
    add("roster_people_uids", "users", "uid", "");
    add("roster_people_names", "users", "displayname", "");
    add("roster_people_mails", "preferences", "configvalue",
        "WHERE appid = 'settings' AND configkey = 'email'");
}

// The extension stays: others may use it.
void drop_postgres_indexes(Connection& db) {
    for (const char* name : kNames)
        db.run(fmt::format("DROP INDEX IF EXISTS {}", name));
}

bool lacks_trigrams(Connection& db) {
    return db.engine() == Engine::postgres && has_index(db, "roster_people_order") &&
           !has_index(db, "roster_people_mails");
}

}  // namespace roster::storage
