// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <set>
#include <sstream>

using roster::storage::create_statements;
using roster::storage::Engine;
using roster::storage::own_create_statements;

namespace {

std::string fixture(const std::string& name) {
    std::ifstream file(std::string(ROSTER_TESTS_DIR) + "/storage/fixtures/" + name);
    REQUIRE(file);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

// The text between two marks, or "".
std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const std::size_t start = text.find(before);
    if (start == text.npos) return "";
    const std::size_t from = start + before.size();
    return text.substr(from, text.find(after, from) - from);
}

std::vector<std::string> pieces(const std::string& text, std::string_view separator) {
    std::vector<std::string> out;
    std::size_t at = 0;
    for (std::size_t next; (next = text.find(separator, at)) != text.npos;
         at = next + separator.size())
        out.push_back(text.substr(at, next - at));
    out.push_back(text.substr(at));
    return out;
}

using Sqlite = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Sqlite empty_database() {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(":memory:", &db) == SQLITE_OK);
    return {db, &sqlite3_close};
}

void run(sqlite3* db, const std::string& sql) {
    CAPTURE(sql);
    REQUIRE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

// Every row as one line, its columns with `|` between them.
std::vector<std::string> rows(sqlite3* db, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    std::vector<std::string> lines;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        std::string line;
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            const auto* text = sqlite3_column_text(statement, column);
            line += (column > 0 ? "|" : "");
            line += text ? reinterpret_cast<const char*>(text) : "(null)";
        }
        lines.push_back(line);
    }
    sqlite3_finalize(statement);
    return lines;
}

// All that SQLite knows about the tables with Nextcloud's prefix: columns with type, NOT NULL,
// default and place in the key; indexes with their columns.
std::set<std::string> facts(sqlite3* db) {
    std::set<std::string> out;
    for (const std::string& table :
         rows(db,
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'oc\\_%' "
              "ESCAPE '\\'")) {
        for (const std::string& column :
             rows(db, "SELECT * FROM pragma_table_info('" + table + "')"))
            out.insert(table + ": " + column);
        for (const std::string& index :
             rows(db,
                  "SELECT name || '|' || \"unique\" || '|' || origin || '|' || partial "
                  "FROM pragma_index_list('" +
                      table + "')")) {
            const std::string name = index.substr(0, index.find('|'));
            for (const std::string& column :
                 rows(db, "SELECT seqno, name, \"desc\", coll, key FROM pragma_index_xinfo('" +
                              name + "')"))
                out.insert(table + " index " + index + ": " + column);
        }
        const auto sequence =
            rows(db, "SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE name = '" + table +
                         "'");
        out.insert(table + " counts: " + sequence.front());
    }
    return out;
}

void check_equal(const std::set<std::string>& ours, const std::set<std::string>& theirs) {
    for (const std::string& fact : theirs) {
        INFO("missing: " << fact);
        CHECK(ours.contains(fact));
    }
    for (const std::string& fact : ours) {
        INFO("not Nextcloud's: " << fact);
        CHECK(theirs.contains(fact));
    }
}

// One line per column, key, index, sequence and default of PostgreSQL, however it was written.
std::set<std::string> facts_of_postgres_dump(const std::string& dump) {
    std::set<std::string> out;
    for (std::string statement : pieces(dump.substr(dump.find("CREATE")), ";\n")) {
        statement = replaced(replaced(statement, "public.", ""), "\"", "");
        if (statement.starts_with("CREATE TABLE")) {
            const std::string table = between(statement, "CREATE TABLE ", " (");
            for (std::string column : pieces(between(statement, "(\n    ", "\n)"), ",\n    ")) {
                column = replaced(column, "character varying(", "VARCHAR(");
                column = replaced(column, "::character varying", "");
                column = replaced(column, "::text", "");
                column = replaced(column, "::timestamp without time zone", "");
                column = replaced(column, " DEFAULT NULL", "");
                out.insert(upper(table + ": " + column));
            }
        } else if (!statement.empty()) {
            statement = replaced(replaced(statement, "\n    ", " "), " USING btree", "");
            out.insert(upper(statement));
        }
    }
    return out;
}

std::set<std::string> facts_of_postgres(const std::vector<std::string>& statements) {
    std::set<std::string> out;
    for (std::string statement : statements) {
        statement = replaced(statement, "\"", "");
        if (!statement.starts_with("CREATE TABLE")) {
            out.insert(upper(statement));
            continue;
        }
        const std::string table = between(statement, "CREATE TABLE ", " (");
        const std::string alter = "ALTER TABLE ONLY " + table;
        const std::string key = between(statement, "PRIMARY KEY (", ")");
        out.insert(
            upper(fmt::format("{} ADD CONSTRAINT {}_pkey PRIMARY KEY ({})", alter, table, key)));
        for (std::string column : pieces(between(statement, " (", ", PRIMARY KEY"), ", ")) {
            const std::string name = column.substr(0, column.find(' '));
            const std::string sequence = fmt::format("{}_{}_seq", table, name);
            if (const bool wide = column.ends_with(" BIGSERIAL");
                wide || column.ends_with(" SERIAL")) {
                // What PostgreSQL's manual says that a serial column stands for.
                out.insert(upper("CREATE SEQUENCE " + sequence + (wide ? "" : " AS integer")));
                out.insert(
                    upper(fmt::format("{} ALTER COLUMN {} SET DEFAULT nextval('{}'::regclass)",
                                      alter, name, sequence)));
                column = name + (wide ? " BIGINT NOT NULL" : " INTEGER NOT NULL");
            }
            out.insert(upper(table + ": " + replaced(column, " DEFAULT NULL", "")));
        }
    }
    return out;
}

bool of_nextcloud(const std::string& statement) {
    return statement.find("oc_") != statement.npos && statement.find("roster_") == statement.npos;
}

std::vector<std::string> nextcloud_statements(Engine engine) {
    std::vector<std::string> statements = create_statements(engine, "oc_");
    std::erase_if(statements, [](const std::string& text) { return !of_nextcloud(text); });
    return statements;
}

}  // namespace

TEST_CASE("SQLite gets the columns, defaults, keys and indexes that Nextcloud makes") {
    const Sqlite ours = empty_database();
    for (const std::string& statement : create_statements(Engine::sqlite, "oc_"))
        run(ours.get(), statement);
    const Sqlite theirs = empty_database();
    run(theirs.get(), fixture("nextcloud32-sqlite-schema.sql"));

    const std::set<std::string> expected = facts(theirs.get());
    CHECK(expected.size() > 200);
    check_equal(facts(ours.get()), expected);
}

TEST_CASE("PostgreSQL gets the columns, defaults, keys and sequences that Nextcloud makes") {
    const std::set<std::string> expected =
        facts_of_postgres_dump(fixture("nextcloud32-pgsql-schema.sql"));
    CHECK(expected.size() > 200);
    check_equal(facts_of_postgres(nextcloud_statements(Engine::postgres)), expected);
}

TEST_CASE("MariaDB gets the statements that its own dump of Nextcloud's tables shows") {
    const std::string dump = fixture("nextcloud32-mysql-schema.sql");
    std::set<std::string> expected;
    for (std::string statement : pieces(dump.substr(dump.find("CREATE")), ";\n")) {
        statement = replaced(replaced(statement, "(\n  ", "("), "\n)", ")");
        statement = replaced(statement, "\n ", "");
        statement = replaced(replaced(statement, "`,`", "`, `"), "),`", "), `");
        if (!statement.empty()) expected.insert(statement);
    }
    CHECK(expected.size() == 23);
    std::set<std::string> ours;
    for (std::string statement : nextcloud_statements(Engine::mariadb))
        ours.insert(replaced(replaced(statement, "`,`", "`, `"), "),`", "), `"));
    check_equal(ours, expected);
}

TEST_CASE("another prefix of the installation goes before the names of tables only") {
    for (const Engine engine : {Engine::sqlite, Engine::postgres, Engine::mariadb}) {
        bool found = false;
        for (const std::string& statement : create_statements(engine, "nc1_")) {
            CAPTURE(statement);
            CHECK(statement.find("oc_") == statement.npos);
            CHECK(statement.find("nc1_user_uid_lower") == statement.npos);
            found = found || statement.find("nc1_users") != statement.npos;
        }
        CHECK(found);
    }
}

TEST_CASE("Roster's own tables carry its prefix and may be asked for twice") {
    const Sqlite db = empty_database();
    for (int round = 0; round < 2; ++round)
        for (const std::string& statement : own_create_statements(Engine::sqlite))
            run(db.get(), statement);
    for (const std::string& name :
         rows(db.get(), "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"))
        CHECK(name.starts_with("roster_"));
}
