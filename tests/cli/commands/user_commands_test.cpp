// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/run.h"
#include "support/smtp_sink.h"

using namespace roster;

namespace {

const Around kPassword{.environment = {{"OC_PASS", "Plum-Kettle-42"}}};

Printed add(World& world, std::vector<std::string> words) {
    words.insert(words.begin(), {"user:add", "--password-from-env"});
    return run(world, std::move(words), kPassword);
}

void configure_mail(World& world, int port) {
    world.set("mail_smtphost", "127.0.0.1")
        .set("mail_smtpport", port)
        .set("mail_from_address", "cloud")
        .set("mail_domain", "example.org");
}

}  // namespace

TEST_CASE("user:add tells the display name that the account has now") {
    World world;
    CHECK(add(world, {"kim", "--display-name", " Kim K "}).out ==
          "The account \"kim\" was created successfully\nDisplay name set to \"Kim K\"\n");
    for (const char* name : {"", "0"}) {
        const std::string uid = std::string("x") + name;
        CHECK(add(world, {uid, "--display-name", name}).out ==
              "The account \"" + uid + "\" was created successfully\n");
    }
    CHECK(add(world, {"lee", "--display-name", "   "}).out ==
          "The account \"lee\" was created successfully\nDisplay name set to \"lee\"\n");
    const Printed refused = add(world, {"may", "--display-name", std::string(65, 'x')});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("Invalid displayname") != std::string::npos);
}

TEST_CASE("user:add says that an address is none, and that a login is somebody's address") {
    World world;
    const Printed invalid = add(world, {"kim", "--email", "nowhere"});
    CHECK(invalid.status == 1);
    CHECK(invalid.out ==
          "The account \"kim\" was created successfully\n"
          "The given email address \"nowhere\" is invalid. Email not set for the user.\n");
    CHECK(add(world, {"lee", "--email", "0"}).out ==
          "The account \"lee\" was created successfully\n");
    run(world, {"user:setting", "kim", "settings", "email", "kim@example.org"});
    const Printed taken = run(world, {"user:add", "kim@example.org"});
    CHECK(taken.status == 1);
    CHECK(taken.out == "The account \"kim@example.org\" already exists.\n");
}

TEST_CASE("the command line makes accounts whatever the API demands besides") {
    World world;
    for (const char* key : {"newUser.requireEmail", "newUser.generateUserID"})
        run(world, {"config:app:set", "core", key, "--value=yes"});
    CHECK(add(world, {"kim"}).status == 0);
    CHECK(add(world, {"0"}).out == "The account \"0\" was created successfully\n");
    CHECK(world.has_user("0"));
}

TEST_CASE("the command line refuses every uid that the API refuses") {
    World world;
    for (const char* uid : {"kim/x", "..", " lead", "ümlaut", ""}) {
        CAPTURE(uid);
        CHECK(add(world, {uid}).status == 1);
    }
    CHECK(world.db->integer("SELECT COUNT(*) FROM oc_users") == 1);
}

TEST_CASE("user:welcome mails a link for a new password where it is told to") {
    SmtpSink sink;
    World world;
    configure_mail(world, sink.port());
    world.user("ben");
    run(world, {"user:setting", "ben", "settings", "email", "ben@example.org"});
    for (const char* option : {"--reset-password", "-r", "--no-warnings"}) {
        CAPTURE(option);
        CHECK(run(world, {"user:welcome", "ben", option}).status == 0);
        world.house_installation.background.wait();
        REQUIRE_FALSE(sink.messages().empty());
        const bool has_link =
            text_of(sink.messages().back()).find("/lostpassword/reset/form/") != std::string::npos;
        CHECK(has_link == (std::string(option) != "--no-warnings"));
    }
    CHECK(sink.messages().size() == 3);
    CHECK(run(world, {"user:welcome", "admin", "-r"}).out ==
          "User does not have an email address\n");
}

TEST_CASE("user:welcome says that no mail server is configured") {
    World world;
    world.user("ben");
    run(world, {"user:setting", "ben", "settings", "email", "ben@example.org"});
    const Printed welcome = run(world, {"user:welcome", "ben"});
    CHECK(welcome.status == 1);
    CHECK(welcome.out ==
          "No mail was sent, since no mail server is configured: mail_smtphost, mail_from_address, "
          "mail_domain are not set.\n");
}

TEST_CASE("an account that user:add makes gets a link to choose its own password by mail") {
    SmtpSink sink;
    World world;
    configure_mail(world, sink.port());
    CHECK(
        run(world, {"user:add", "ben", "--generate-password", "--email", "ben@example.org"}).out ==
        "The account \"ben\" was created successfully\n"
        "Welcome email sent to ben@example.org\n");
    world.house_installation.background.wait();
    REQUIRE(sink.messages().size() == 1);
    CHECK(text_of(sink.messages().front()).find("/lostpassword/reset/form/") != std::string::npos);
}
