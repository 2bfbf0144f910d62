// SPDX-License-Identifier: Apache-2.0
#include "storage/like.h"

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace roster::storage;

namespace {

bool contains(std::string_view text, std::string_view part) {
    static const Database database = Database::memory();
    static const std::unique_ptr<Connection> db = database.connect(true);
    return db->integer("SELECT lower(?) LIKE lower(?) ESCAPE '!'", text, like_pattern(part)) == 1;
}

}  // namespace

TEST_CASE("a search finds the part anywhere, whatever the case of ASCII letters") {
    CHECK(contains("Anna Ok", "nn"));
    CHECK(contains("Anna Ok", "ANNA"));
    CHECK(contains("Anna Ok", "ok"));
    CHECK(contains("Anna Ok", ""));
    CHECK_FALSE(contains("Anna Ok", "anna  ok"));
    CHECK_FALSE(contains("Éclair", "é"));
}

TEST_CASE("percent, underscore, backslash and exclamation mark are searched for as they are") {
    for (const char* sign : {"%", "_", "\\", "!", "a%b", "!%", "!_!"}) {
        CAPTURE(sign);
        CHECK(contains(std::string("x") + sign + "y", sign));
        CHECK_FALSE(contains("plain text", sign));
    }
}
