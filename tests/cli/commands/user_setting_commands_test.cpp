// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

TEST_CASE("a display name is set by user:setting where it is another, and never deleted") {
    World world;
    world.user("ben");
    const auto set = [&](const std::string& value) {
        const Printed printed =
            run(world, {"user:setting", "ben", "settings", "display_name", value});
        return std::pair(printed.status, printed.out);
    };
    const auto refused = [](const char* text) { return std::pair(1, std::string(text) + "\n"); };
    CHECK(set("Ben") == std::pair(0, std::string()));
    CHECK(set("Ben") == refused("New and old display name are the same"));
    CHECK(set("") == refused("New display name can't be empty"));
    for (const char* value : {"0", " ", "Ben "})
        CHECK(set(value) == refused("Could not set display name"));
    CHECK(set(std::string(65, 'x')).first == 1);
    const Printed deleted =
        run(world, {"user:setting", "ben", "settings", "display_name", "--delete"});
    CHECK(deleted.status == 1);
    CHECK(deleted.out == "Display name can't be deleted.\n");
    CHECK(run(world, {"user:setting", "ben", "settings", "display_name"}).out == "Ben\n");
    CHECK(run(world,
              {"user:setting", "ghost", "settings", "display_name", "x", "--ignore-missing-user"})
              .status == 0);
}

TEST_CASE("the settings of one app are shown with the display name") {
    World world;
    world.user("ben");
    run(world, {"user:setting", "ben", "files", "quota", "5 GB"});
    const auto shown = [&](const char* app) {
        return run(world, {"user:setting", "ben", app, "--output=json"}).out;
    };
    CHECK(shown("files") ==
          "{\"files\":{\"quota\":\"5 GB\"},\"settings\":{\"display_name\":\"ben\"}}\n");
    CHECK(shown("unknown") == "{\"settings\":{\"display_name\":\"ben\"}}\n");
    CHECK(run(world, {"user:setting", "ghost", "files", "--ignore-missing-user", "--output=json"})
              .out == "[]\n");
}

TEST_CASE("options of user:setting and user:profile that exclude each other are told in a line") {
    World world;
    world.user("ben");
    struct Row {
        std::vector<std::string> words;
        const char* text;
    };
    const Row rows[] = {
        {{"--default-value=x"},
         "The \"default-value\" option can only be used when specifying a key."},
        {{"--delete"}, "The \"delete\" option can only be used when specifying a key."},
        {{"phone", "1", "--default-value=x"},
         "The value argument can not be used together with \"default-value\"."},
        {{"phone", "--update-only"},
         "The \"update-only\" option can only be used together with \"value\"."},
        {{"phone", "--delete", "--default-value=x"},
         "The \"delete\" option can not be used together with \"default-value\"."},
        {{"phone", "1", "--delete"},
         "The \"delete\" option can not be used together with \"value\"."},
        {{"phone", "--error-if-not-exists"},
         "The \"error-if-not-exists\" option can only be used together with \"delete\"."},
    };
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"user:setting", "ben", "app"}, {"user:profile", "ben"}})
        for (const Row& row : rows) {
            std::vector<std::string> words = command;
            words.insert(words.end(), row.words.begin(), row.words.end());
            const Printed refused = run(world, words);
            CHECK(refused.status == 1);
            CHECK(refused.out == std::string(row.text) + "\n");
            CHECK(refused.err.empty());
        }
}

TEST_CASE("user:profile knows the properties of a profile and nothing else of an account") {
    World world;
    world.user("ben");
    for (const char* key : {"nonsense", "password", "quota", "additional_mail", "phoneScope"}) {
        CAPTURE(key);
        const std::string text = std::string("Property ") + key + " does not exist.\n";
        for (const char* word : {"x", "--delete"}) {
            const Printed refused = run(world, {"user:profile", "ben", key, word});
            CHECK(refused.status == 1);
            CHECK(refused.out == text);
            CHECK(refused.err.empty());
        }
        CHECK(run(world, {"user:profile", "ben", key}).out ==
              "The property does not exist for user \"ben\".\n");
    }
    CHECK(run(world, {"user:profile", "ben", "role", "Boss"}).status == 0);
    CHECK(run(world, {"user:profile", "ben", "role"}).out == "Boss\n");
}

TEST_CASE("user:profile changes the address and the name of the user itself") {
    World world;
    world.user("ben");
    run(world, {"user:profile", "ben", "email", "ben@example.org"});
    run(world, {"user:profile", "ben", "displayname", "Big Ben"});
    const Answer shown = world.as("admin").get("/cloud/users/ben");
    CHECK(*shown.data.array()->find("email")->text() == "ben@example.org");
    CHECK(*shown.data.array()->find("displayname")->text() == "Big Ben");
    CHECK(run(world, {"user:profile", "ben", "email", "nowhere"}).status == 1);
    CHECK(run(world, {"user:profile", "--help"}).out.find("change the user itself") !=
          std::string::npos);
}
