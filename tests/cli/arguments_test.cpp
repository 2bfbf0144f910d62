// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <doctest/doctest.h>

using namespace roster::cli;

namespace {

using Words = std::vector<std::string>;

const Command& sample() {
    static const Command kSample{
        .name = "sample:run",
        .summary = "",
        .arguments = {{"first", ""}, {"rest", "", false, true}},
        .options = {{.name = "must", .takes = Takes::value, .shortcut = "m"},
                    {.name = "may", .takes = Takes::optional_value, .otherwise = "usual"},
                    {.name = "dry", .shortcut = "d"},
                    {.name = "lazy", .negatable = true}}};
    return kSample;
}

std::string complaint(const Words& words) {
    const auto parsed = parse_arguments(sample(), words);
    return parsed ? "" : parsed.error();
}

}  // namespace

TEST_CASE("a value follows its option after a blank or an equals sign") {
    for (const Words& words : {Words{"a", "--must", "v"}, Words{"a", "--must=v"},
                               Words{"a", "-m", "v"}, Words{"a", "-mv"}}) {
        const auto parsed = parse_arguments(sample(), words);
        REQUIRE(parsed);
        CHECK(parsed->value("must") == "v");
        CHECK(parsed->text("first") == "a");
    }
}

TEST_CASE("a value that begins with a dash needs the equals sign") {
    CHECK(complaint({"a", "--must", "-5"}) == "The \"--must\" option requires a value.");
    CHECK(parse_arguments(sample(), {"a", "--must=-5"})->value("must") == "-5");
}

TEST_CASE("an option with an optional value may stand alone") {
    const auto parsed = parse_arguments(sample(), {"a", "--may", "-d"});
    REQUIRE(parsed);
    CHECK(parsed->has("may"));
    CHECK_FALSE(parsed->value("may"));
    CHECK(parsed->has("dry"));
}

TEST_CASE("shortcuts may be joined") {
    const auto parsed = parse_arguments(sample(), {"a", "-dnmv"});
    REQUIRE(parsed);
    CHECK(parsed->has("dry"));
    CHECK(parsed->has("no-interaction"));
    CHECK(parsed->value("must") == "v");
}

TEST_CASE("only an option that can be denied has a form that denies it") {
    CHECK(parse_arguments(sample(), {"a", "--no-lazy"})->has("no-lazy"));
    CHECK(complaint({"a", "--no-dry"}) == "The \"--no-dry\" option does not exist.");
}

TEST_CASE("after two dashes every word is an argument") {
    const auto parsed = parse_arguments(sample(), {"--", "-d", "--must"});
    REQUIRE(parsed);
    CHECK(parsed->text("first") == "-d");
    CHECK(parsed->texts("rest") == Words{"--must"});
    CHECK_FALSE(parsed->has("dry"));
}

TEST_CASE("what does not fit a command is refused with a sentence") {
    CHECK(complaint({}) == "Not enough arguments (missing: \"first\").");
    CHECK(complaint({"a", "-x"}) == "The \"-x\" option does not exist.");
    CHECK(complaint({"a", "--dry=1"}) == "The \"--dry\" option does not accept a value.");
    const Command two{.name = "t", .summary = "", .arguments = {{"x", ""}, {"y", ""}}};
    CHECK(parse_arguments(two, {"1", "2", "3"}).error() ==
          "Too many arguments to \"t\" command, expected arguments \"x\" \"y\".");
}

TEST_CASE("the data directory is found before and after the command") {
    for (Words words : {Words{"--data-dir", "d", "status"}, Words{"status", "--data-dir=d"}}) {
        CHECK(take_option(words, "data-dir").value() == "d");
        CHECK(words == Words{"status"});
    }
    Words without_value{"status", "--data-dir"};
    CHECK_FALSE(take_option(without_value, "data-dir"));
    Words behind_dashes{"status", "--", "--data-dir"};
    CHECK(take_option(behind_dashes, "data-dir").value() == std::nullopt);
}
