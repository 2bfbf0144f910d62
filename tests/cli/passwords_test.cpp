// SPDX-License-Identifier: Apache-2.0
#include "cli/passwords.h"

#include <doctest/doctest.h>

#include "cli/run.h"

using namespace roster;

namespace {

const std::string kPassword = "Plum-Kettle-42";

bool logs_in(World& world, const std::string& uid, const std::string& password) {
    return world
               .send({.method = "GET",
                      .target = "/ocs/v2.php/cloud/user",
                      .headers = {{"OCS-APIRequest", "true"},
                                  {"Host", "localhost"},
                                  {"Authorization", basic(uid, password)}},
                      .remote_address = "127.0.0.1"})
               .status == 200;
}

}  // namespace

TEST_CASE("a new account has the password that two lines of the input agree on") {
    World world;
    const Printed made =
        run(world, {"user:add", "kim"}, {.lines = {" " + kPassword + "\r", kPassword}});
    CHECK(made.status == 0);
    CHECK(made.out == "The account \"kim\" was created successfully\n");
    CHECK(made.hidden == std::vector<std::string>{"Enter password: ", "Confirm password: "});
    CHECK(logs_in(world, "kim", kPassword));
}

TEST_CASE("no account is made without two equal lines") {
    World world;
    const Printed different = run(world, {"user:add", "kim"}, {.lines = {kPassword, "other"}});
    CHECK(different.status == 1);
    CHECK(different.out == "Passwords did not match!\n");
    const Printed empty = run(world, {"user:add", "kim"}, {.lines = {" "}});
    CHECK(empty.status == 1);
    CHECK(empty.out == "Password cannot be empty!\n");
    for (const std::vector<std::string>& lines : {std::vector<std::string>{}, {kPassword}}) {
        const Printed ended = run(world, {"user:add", "kim"}, {.lines = lines});
        CHECK(ended.status == 1);
        CHECK(ended.out.empty());
        CHECK(ended.err.find("\n  Aborted.  \n") != std::string::npos);
        CHECK(ended.err.find("user:add [--password-from-env]") != std::string::npos);
    }
    const Printed unasked =
        run(world, {"user:add", "kim", "-n"}, {.lines = {kPassword, kPassword}});
    CHECK(unasked.status == 1);
    CHECK(unasked.out.starts_with("Interactive input or --password-from-env"));
    CHECK_FALSE(world.has_user("kim"));
}

TEST_CASE("a password is reset to what two lines of the input agree on") {
    World world;
    world.user("ben");
    const Printed reset =
        run(world, {"user:resetpassword", "ben"}, {.lines = {kPassword, kPassword}});
    CHECK(reset.status == 0);
    CHECK(reset.out == "Successfully reset password for ben\n");
    CHECK(reset.hidden ==
          std::vector<std::string>{"Enter a new password: ", "Confirm the new password: "});
    CHECK(logs_in(world, "ben", kPassword));
    CHECK(run(world, {"user:resetpassword", "ben"}, {.lines = {"Other-42", "Another-42"}}).status ==
          1);
    CHECK(run(world, {"user:resetpassword", "ben"}).err.find("Aborted.") != std::string::npos);
    CHECK(run(world, {"user:resetpassword", "ben", "-n"}, {.lines = {"Other-42", "Other-42"}})
              .status == 1);
    CHECK(logs_in(world, "ben", kPassword));
}

TEST_CASE("a token keeps the password that the input gives, or none") {
    World world;
    world.user("ben");
    const auto kept = [&] {
        return world.db->integer("SELECT COUNT(*) FROM oc_authtoken WHERE password IS NOT NULL");
    };
    const Printed made = run(world, {"user:auth-tokens:add", "ben"}, {.lines = {"Secret-ben"}});
    CHECK(made.out.starts_with("app password:\n"));
    CHECK(made.hidden.size() == 1);
    CHECK(kept() == 1);
    CHECK(run(world, {"user:auth-tokens:add", "ben"}, {.lines = {"wrong"}}).status == 1);
    CHECK(run(world, {"user:auth-tokens:add", "ben"}).err.find("Aborted.") != std::string::npos);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken") == 1);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"user:auth-tokens:add", "ben"},
          {"user:add-app-password", "-n", "ben"}}) {
        const Printed without = run(world, words, {.lines = {""}});
        CHECK(without.status == 0);
        CHECK(without.out.starts_with("No password provided. "));
    }
    CHECK(kept() == 1);
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_authtoken") == 3);
}
