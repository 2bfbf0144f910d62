// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/like.h"

#include <doctest/doctest.h>

#include "storage/databases.h"

using namespace roster::storage;

namespace {

bool contains(Connection& db, std::string_view text, std::string_view part) {
    return db.exists("SELECT 1 FROM (SELECT ? AS name) t WHERE {has:t.name}", text,
                     like_pattern(part));
}

}  // namespace

TEST_CASE("a search finds the part anywhere, whatever the case of ASCII letters") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        CHECK(contains(fresh.db, "Anna Ok", "nn"));
        CHECK(contains(fresh.db, "Anna Ok", "ANNA"));
        CHECK(contains(fresh.db, "Anna Ok", "ok"));
        CHECK(contains(fresh.db, "Anna Ok", ""));
        CHECK_FALSE(contains(fresh.db, "Anna Ok", "anna  ok"));
        // What else is folded is the engine's own.
        const Engine engine = fresh.db.engine();
        CHECK(contains(fresh.db, "Éclair", "é") == (engine != Engine::sqlite));
        CHECK(contains(fresh.db, "beta", "é") == (engine == Engine::mariadb));
    }
}

TEST_CASE("percent, underscore, backslash and exclamation mark are searched for as they are") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        for (const char* sign : {"%", "_", "\\", "!", "a%b", "!%", "!_!"}) {
            CAPTURE(sign);
            CHECK(contains(fresh.db, std::string("x") + sign + "y", sign));
            CHECK_FALSE(contains(fresh.db, "plain text", sign));
        }
    }
}
