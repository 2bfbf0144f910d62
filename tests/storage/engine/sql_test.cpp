// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/sql.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "storage/engine/connection.h"

using namespace roster::storage;

namespace {

constexpr auto kFirst = [](const Row& row) { return row.text(0); };

// Whether any of the ways to ask takes its statement as a Text.
template <class Text>
concept Statement = requires(Connection& db, Text sql) {
    db.all(kFirst, sql);
}
|| requires(Connection& db, Text sql) {
    db.each(kFirst, sql);
}
|| requires(Connection& db, Text sql) {
    db.one(kFirst, sql);
}
|| requires(Connection& db, Text sql) {
    db.texts(sql);
}
|| requires(Connection& db, Text sql) {
    db.text(sql);
}
|| requires(Connection& db, Text sql) {
    db.integer(sql);
}
|| requires(Connection& db, Text sql) {
    db.exists(sql);
}
|| requires(Connection& db, Text sql) {
    db.change(sql);
};

static_assert(Statement<Sql>);
static_assert(!Statement<const char*>);
static_assert(!Statement<std::string>);
static_assert(!Statement<std::string_view>);

}  // namespace

TEST_CASE("a text made when the program is compiled is a statement too") {
    static constexpr std::array<char, 3> kMade{'?', '?', '\0'};
    constexpr Sql kStatement(kMade);
    CHECK(kStatement.text() == "??");
}

TEST_CASE("only a literal becomes a statement, and it keeps its text") {
    constexpr Sql kStatement = "SELECT 1";
    CHECK(kStatement.text() == "SELECT 1");
    CHECK(std::string(kStatement.text().data()) == "SELECT 1");
}
