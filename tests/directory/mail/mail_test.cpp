// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/mail.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "support/smtp_sink.h"

using namespace roster;

namespace {

Settings mail_settings(int port) {
    Array values;
    values.set("mail_smtphost", "127.0.0.1");
    values.set("mail_smtpport", port);
    values.set("mail_from_address", "cloud");
    values.set("mail_domain", "example.org");
    return Settings(values);
}

const Mail kMail{.to = "ben@example.org",
                 .to_name = "Ben Ü",
                 .subject = "Grüße",
                 .text = "Hello Ben\n.\nstill here",
                 .html = "<p>Hello Ben</p>"};

bool never() {
    return false;
}

}  // namespace

TEST_CASE("without host, sender or domain there is no mail server") {
    CHECK(find_mail_server(mail_settings(25)));
    for (const char* missing : {"mail_smtphost", "mail_from_address", "mail_domain"}) {
        Array values = mail_settings(25).values();
        values.erase(missing);
        CHECK_FALSE(find_mail_server(Settings(values)));
        CHECK(why_no_mail_server(Settings(values)) == std::string(missing) + " is not set");
    }
    CHECK(why_no_mail_server(mail_settings(25)).empty());
    CHECK(why_no_mail_server(Settings()) ==
          "mail_smtphost, mail_from_address, mail_domain are not set");
}

TEST_CASE("the log says why mail that no server is configured for was not sent") {
    std::string folder = (std::filesystem::temp_directory_path() / "roster-mail-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()));
    Array everything;
    everything.set("loglevel", 0);
    storage::SettingsFile settings(std::move(everything));
    Background background;
    Log log;
    const Clock clock = [] { return 0; };
    Terminal terminal;
    terminal.open();
    Mailer(background, settings, log, folder, clock, terminal).send(kMail);
    CHECK_FALSE(terminal.say("The mailer has just said something here.", 0));
    std::ifstream file(folder + "/nextcloud.log");
    std::string line;
    std::getline(file, line);
    CHECK(line.find("was not sent: no mail server is configured (mail_smtphost, ") !=
          std::string::npos);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a message reaches its recipient whole") {
    SmtpSink sink;
    const std::optional<MailServer> server = find_mail_server(mail_settings(sink.port()));
    REQUIRE(server);
    CHECK_FALSE(deliver(kMail, *server, 1'790'000'000, never));
    REQUIRE(sink.messages().size() == 1);
    const SmtpSink::Message message = sink.messages().front();
    CHECK(message.sender.find("<cloud@example.org>") != std::string::npos);
    CHECK(message.recipient.find("<ben@example.org>") != std::string::npos);
    CHECK(message.content.find("Subject: =?") != std::string::npos);
    CHECK(message.content.find("multipart/alternative") != std::string::npos);
}

TEST_CASE("a server that is not there gives a reason and no exception") {
    int closed_port = 0;
    {
        SmtpSink sink;
        closed_port = sink.port();
    }
    const std::optional<MailServer> server = find_mail_server(mail_settings(closed_port));
    REQUIRE(server);
    CHECK(deliver(kMail, *server, 1'790'000'000, never));
}

TEST_CASE("a header text never holds a line break") {
    CHECK(to_header_text("Hello") == "Hello");
    const std::string text = to_header_text("a\r\nBcc: x@example.org");
    CHECK(text.find("\nBcc") == std::string::npos);
    CHECK(to_header_text("Grüße").starts_with("=?"));
}
