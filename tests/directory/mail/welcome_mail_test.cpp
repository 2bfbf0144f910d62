// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/welcome_mail.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "support/names.h"
#include "support/smtp_sink.h"
#include "support/world.h"

using namespace roster;

namespace {

void configure_mail(World& world, int port) {
    world.set("mail_smtphost", "127.0.0.1")
        .set("mail_smtpport", port)
        .set("mail_from_address", "cloud")
        .set("mail_domain", "example.org");
}

std::string content_of(SmtpSink& sink) {
    return sink.messages().empty() ? "" : text_of(sink.messages().front());
}

}  // namespace

TEST_CASE("an account that is created with an e-mail gets its welcome mail by SMTP") {
    SmtpSink sink;
    World world;
    configure_mail(world, sink.port());
    CHECK(world.as("admin")
              .post("/cloud/users",
                    {{"userid", "ben"}, {"password", "Secret-ben-1"}, {"email", "ben@example.org"}})
              .number == 200);
    world.house_installation.background.wait();
    REQUIRE(sink.messages().size() == 1);
    CHECK(sink.messages().front().recipient.find("<ben@example.org>") != std::string::npos);
    CHECK(content_of(sink).find("Your Login is: ben") != std::string::npos);
    CHECK(content_of(sink).find("Set your password") == std::string::npos);
    CHECK(content_of(sink).find("Secret-ben-1") == std::string::npos);
}

TEST_CASE("without a password the mail has a link to set one, which is kept encrypted") {
    SmtpSink sink;
    World world;
    configure_mail(world, sink.port());
    CHECK(world.as("admin")
              .post("/cloud/users", {{"userid", "eve"}, {"email", "eve@example.org"}})
              .number == 200);
    world.house_installation.background.wait();
    CHECK(content_of(sink).find("Set your password") != std::string::npos);
    const std::optional<std::string> kept = world.db->text(
        "SELECT configvalue FROM oc_preferences WHERE userid = 'eve' AND configkey = ?",
        "lostpassword");
    REQUIRE(kept);
    CHECK(kept->ends_with("|3"));
}

TEST_CASE("core/newUser.sendEmail switches the mail off") {
    SmtpSink sink;
    World world;
    configure_mail(world, sink.port());
    world.as("admin").post("/apps/provisioning_api/api/v1/config/apps/core/newUser.sendEmail",
                           {{"value", "no"}});
    world.as("admin").post(
        "/cloud/users",
        {{"userid", "ben"}, {"password", "Secret-ben-1"}, {"email", "ben@example.org"}});
    world.house_installation.background.wait();
    CHECK(sink.messages().empty());
}

TEST_CASE("a mail server out of reach changes no answer") {
    World world;
    configure_mail(world, 1);
    auto admin = world.as("admin");
    CHECK(admin
              .post("/cloud/users",
                    {{"userid", "ben"}, {"password", "Secret-ben-1"}, {"email", "ben@example.org"}})
              .number == 200);
    CHECK(admin.post("/cloud/users/ben/welcome").number == 200);
}

TEST_CASE("welcome answers that there is no address, before anything is sent") {
    World world;
    world.user("ben");
    const Answer answer = world.as("admin").post("/cloud/users/ben/welcome");
    CHECK(answer.number == 101);
    CHECK(answer.message == "Email address not available");
}

TEST_CASE("the mail speaks the recipient's language and escapes what others chose") {
    const Mail english =
        to_mail({.uid = "ben"_uid, .display_name = "<b>Ben</b>", .language = "en"});
    const Mail german = to_mail({.uid = "ben"_uid, .display_name = "Ben", .language = "de"});
    CHECK(english.html.find("<b>Ben</b>") == std::string::npos);
    CHECK(english.text.find("Your Login is: ben") != std::string::npos);
    CHECK(english.text != german.text);
}
