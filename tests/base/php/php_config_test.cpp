// SPDX-License-Identifier: Apache-2.0
#include "base/php/php_config.h"

#include <doctest/doctest.h>

#include <random>

#include "base/json/json.h"

using namespace roster;

namespace {

std::string read(std::string_view literal) {
    const auto found = read_php_config("<?php\n$CONFIG = " + std::string(literal) + ";\n");
    return found ? to_json(Value(*found))
                 : "line " + std::to_string(found.error().line) + ": " + found.error().reason;
}

// The one value of the array.
std::string value(std::string_view literal) {
    return read("['v' => " + std::string(literal) + "]");
}

PhpFault fault_of(std::string_view text) {
    const auto found = read_php_config(text);
    REQUIRE_FALSE(found);
    return found.error();
}

}  // namespace

TEST_CASE("a config.php as Nextcloud writes it is read whole") {
    const auto config = read_php_config(
        "<?php\n$CONFIG = array (\n  'instanceid' => 'oc1',\n  'trusted_domains' => \n"
        "  array (\n    0 => 'localhost',\n    1 => '10.0.0.1:8080',\n  ),\n"
        "  'mysql.utf8mb4' => true,\n  'loglevel' => 2,\n  'ratio' => 0.5,\n"
        "  'none' => NULL,\n);\n");
    REQUIRE(config);
    CHECK(to_json(Value(*config)) ==
          R"({"instanceid":"oc1","trusted_domains":["localhost","10.0.0.1:8080"],)"
          R"("mysql.utf8mb4":true,"loglevel":2,"ratio":0.5,"none":null})");
}

TEST_CASE("short arrays, nesting, missing and repeated keys are PHP's") {
    CHECK(read("[]") == "[]");
    CHECK(read("array(1, [2, array ( 3 )],)") == "[1,[2,[3]]]");
    CHECK(read("['a', 7 => 'b', 'c', 'x' => 'd', 'e']") ==
          R"({"0":"a","7":"b","8":"c","x":"d","9":"e"})");
    CHECK(read("['a' => 1, 'b' => 2, 'a' => 3]") == R"({"a":3,"b":2})");
    CHECK(read("['1' => 'a', 1 => 'b', true => 'c', 1.7 => 'd', null => 'e']") ==
          R"({"1":"d","":"e"})");
    CHECK(read("[9223372036854775807 => 1, 2]").find("no free index") != std::string::npos);
}

TEST_CASE("texts know the escapes of their quotes, and are joined by dots") {
    CHECK(value(R"('it\'s \\ \n $x {$y}')") == R"({"v":"it's \\ \\n $x {$y}"})");
    CHECK(value(R"("a\n\t\r\v\e\f\\\$\"\q")") == R"({"v":"a\n\t\r\u000b\u001b\f\\$\"\\q"})");
    CHECK(value(R"("\101\x42\X4a\u{e9}\u{1F600}")") == R"({"v":"ABJ\u00e9\ud83d\ude00"})");
    CHECK(value(R"("5$ and $5 and {a}")") == R"({"v":"5$ and $5 and {a}"})");
    CHECK(value(R"('a' . "\0" . 'b')") == R"({"v":"a\u0000b"})");
}

TEST_CASE("numbers are decimal, hexadecimal, octal or binary, and signed") {
    CHECK(value("-12") == R"({"v":-12})");
    CHECK(value("+ 1_000_000") == R"({"v":1000000})");
    CHECK(value("0x1F") == R"({"v":31})");
    CHECK(value("017") == R"({"v":15})");
    CHECK(value("0o17") == R"({"v":15})");
    CHECK(value("0b101") == R"({"v":5})");
    CHECK(value("-.5e-3") == R"({"v":-0.0005})");
    CHECK(value("1.") == R"({"v":1})");
    CHECK(value("9223372036854775808") == R"({"v":9.223372036854776e+18})");
    for (const char* wrong : {"089", "1__0", "1_", "0x", "1e", "1.2.3", ".", "-", "- 'a'"}) {
        CAPTURE(wrong);
        CHECK(value(wrong).find("is no number") != std::string::npos);
    }
}

TEST_CASE("comments stand anywhere, and the end mark of PHP is optional") {
    const auto config = read_php_config(
        "\xEF\xBB\xBF<?php // first ); \n# second\n/* third\n */ $CONFIG /**/ = /**/ array ( // x\n"
        "'a' /* b */ => /* c */ 1 // last\n, # ]\n) ; ?>\n\n");
    REQUIRE(config);
    CHECK(to_json(Value(*config)) == R"({"a":1})");
    CHECK(read_php_config("<?php $CONFIG = [] ?>"));
}

TEST_CASE("what PHP would have to compute is refused with its line and name") {
    const PhpFault constant =
        fault_of("<?php\n$CONFIG = [\n  'a' => 1,\n  'b' => PHP_INT_MAX,\n];");
    CHECK(constant.line == 4);
    CHECK(constant.reason.starts_with("`PHP_INT_MAX` has to be computed by PHP"));
    for (const char* wrong :
         {"getenv('X')", "\\OCP\\Server::X", "$other", "new Thing", "60 * 60", "__DIR__ . '/x'",
          "'x' . __DIR__", "\"$HOME\"", "\"{$a}\"", "\"${a}\"", "<<<'E'\nE", "(object) array()",
          "\"\\u{D800}\"", "\"\\u{110000}\"", "\"\\xff\"", "", "'open", "\"open", "array 1"}) {
        CAPTURE(wrong);
        CHECK(value(wrong).starts_with("line "));
    }
}

TEST_CASE("a file that is not one assignment of an array is refused") {
    for (const char* wrong :
         {"", "\n<?php $CONFIG = [];", "<?php", "<?php $OTHER = [];", "<?php $CONFIG [];",
          "<?php $CONFIG = 1;", "<?php $CONFIG = []", "<?php $CONFIG = []; $CONFIG['a'] = 1;",
          "<?php $CONFIG = [1;", "<?php $CONFIG = [1 2];", "<?php $CONFIG = [[] => 1];",
          "<?php $CONFIG = []; ?> text", "<?php /* $CONFIG = [];", "<?php $CONFIG = [1)];"}) {
        CAPTURE(wrong);
        CHECK_FALSE(fault_of(wrong).reason.empty());
    }
}

TEST_CASE("size, depth and number of values have limits") {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    CHECK(read(nested(64)).starts_with("[["));
    CHECK(read(nested(65)).find("nested more than 64 deep") != std::string::npos);
    std::string many = "[";
    for (int i = 0; i < 10'001; ++i)
        many += "1,";
    CHECK(read(many + "]").find("more than 10000 values") != std::string::npos);
    CHECK(read("['" + std::string(1024 * 1024, 'x') + "']").find("1 MiB") != std::string::npos);
}

TEST_CASE("broken and shuffled files are refused or read, and never more") {
    const std::string good =
        "<?php\n$CONFIG = array ( 'a' => [1, -2.5e3, 0x1F], \"b\\x41\\u{e9}\" . 'c' => true,\n"
        "// comment\n# other\n/* more */ 'd' => array('\\'' => NULL,),);\n?>\n";
    REQUIRE(read_php_config(good));
    const std::string_view pieces[] = {"'",    "\"", "\\", "array(", "[",    "]", ")",
                                       "=>",   ",",  "/*", "*/",     "?>",   "$", "{",
                                       "\\u{", "-",  "0x", "\n",     "\xff", "."};
    std::mt19937 random(32);  // NOLINT: the same texts at each run
    std::size_t refused = 0;
    constexpr int kRounds = 20'000;
    for (int round = 0; round < kRounds; ++round) {
        std::string text = good;
        for (std::size_t change = random() % 4; change < 4; ++change) {
            const std::size_t place = random() % (text.size() + 1);
            if (random() % 2 == 0)
                text.erase(place, random() % 9);
            else
                text.insert(place, pieces[random() % std::size(pieces)]);
        }
        refused += read_php_config(text) ? 0 : 1;
    }
    CHECK(refused > kRounds / 2);
    for (std::size_t bytes = 0; bytes < good.find("?>") - 2; ++bytes)
        CHECK_FALSE(read_php_config(good.substr(0, bytes)));
}
