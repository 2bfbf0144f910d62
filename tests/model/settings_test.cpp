// SPDX-License-Identifier: Apache-2.0
#include "model/settings.h"
#include "support/names.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("settings are read in the type that is asked for") {
    Array values;
    values.set("number", 7);
    values.set("text", "8");
    values.set("off", false);
    values.set("word", "false");
    const Settings settings(values);
    CHECK(settings.integer("number", 0) == 7);
    CHECK(settings.integer("text", 0) == 8);
    CHECK(settings.text("number") == "7");
    CHECK_FALSE(settings.boolean("off", true));
    CHECK_FALSE(settings.boolean("word", true));
    CHECK(settings.boolean("absent", true));
    CHECK(settings.text("absent", "x") == "x");
}

TEST_CASE("a text where a list is wanted is a list of one") {
    Array values;
    values.set("range", "10.0.0.0/8");
    CHECK(Settings(values).texts("range") == std::vector<std::string>{"10.0.0.0/8"});
    CHECK(Settings(values).texts("absent").empty());
}

TEST_CASE("nobody signs with a secret that is absent, empty or no text") {
    Array values;
    values.set("instanceid", "oc1");
    for (const Value& secret : {Value(""), Value(), Value(7), Value(true), Value(Array{})}) {
        values.set("secret", secret);
        CHECK(Settings(values).missing() == "secret");
        CHECK_THROWS(static_cast<void>(Settings(values).secret()));
    }
    CHECK_THROWS(static_cast<void>(Settings().secret()));
    values.set("secret", "s");
    CHECK(Settings(values).missing().empty());
    CHECK(Settings(values).secret().reveal() == "s");
    for (const Value& id : {Value(""), Value(), Value(7)}) {
        values.set("instanceid", id);
        CHECK(Settings(values).missing() == "instanceid");
    }
}
