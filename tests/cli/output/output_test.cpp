// SPDX-License-Identifier: Apache-2.0
#include "cli/output/output.h"

#include <doctest/doctest.h>

#include "base/json/json.h"

using namespace roster;
using namespace roster::cli;

TEST_CASE("a plain list names what has a name and indents what lies within") {
    const Value value = *parse_json(R"({"a":true,"b":null,"c":["x","y"],"d":{"e":1}})");
    CHECK(format_value(value, "plain") ==
          "  - a: true\n  - b:\n  - c:\n    - x\n    - y\n  - d:\n    - e: 1\n");
    CHECK(format_value(value, "plain", {.shows_indexes = true}) ==
          "  - a: true\n  - b:\n  - c:\n    - 0: x\n    - 1: y\n  - d:\n    - e: 1\n");
}

TEST_CASE("a single value is a line of its own") {
    CHECK(format_value("text", "plain") == "text\n");
    CHECK(format_value(false, "plain") == "false\n");
    CHECK(format_value(nullptr, "plain") == "null\n");
    CHECK(format_value("text", "json") == "\"text\"\n");
}

TEST_CASE("an error stands between blank lines as wide as its text") {
    CHECK(error_block("No.") == "\n       \n  No.  \n       \n\n");
    CHECK(error_block("Nö.", "use it so", "In a place:") ==
          "\nIn a place:\n       \n  Nö.  \n       \n\nuse it so\n\n");
}

TEST_CASE("a long error is cut into lines of 75 characters") {
    const std::string seventy_five(75, 'x');
    CHECK(error_block(seventy_five + "yz").find("  " + seventy_five + "  \n  yz") !=
          std::string::npos);
    CHECK(error_block(seventy_five).find("  " + seventy_five + "  \n" + std::string(79, ' ')) !=
          std::string::npos);
    std::string umlauts;
    for (int i = 0; i < 76; ++i)
        umlauts += "ü";
    CHECK(error_block(umlauts).find("\n  ü" + std::string(74 + 2, ' ') + "\n") !=
          std::string::npos);
}

TEST_CASE("a table may have blanks for a border, and a heading is underlined") {
    CHECK(heading("Künftig", '=') == "Künftig\n=======\n\n");
    CHECK(format_table({"Name", "Id"}, {{"a", "long"}}, {.corner = ' ', .side = ' '}) ==
          " ------ ------ \n  Name   Id    \n ------ ------ \n  a      long  \n ------ ------ \n");
}

TEST_CASE("a table is as wide as its widest cells") {
    CHECK(format_table({"id", ""}, {{"1", "ü"}, {"", "long"}}) ==
          "+----+------+\n| id |      |\n+----+------+\n| 1  | ü    |\n|    | long "
          "|\n+----+------+\n");
}
