// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "support/browser.h"

using namespace roster;

TEST_CASE("the menu of contacts says of an account what can be done with it") {
    World world;
    world.user("anna b");
    world.as("admin").put("/cloud/users/anna%20b",
                          {{"key", "email"}, {"value", "anna@example.org"}});
    Browser browser(world);
    browser.log_in("admin", "Secret-admin");
    const std::string token = browser.request_token();
    const auto ask = [&](const Form& form) {
        return browser.send("POST", "/index.php/contactsmenu/contacts", form,
                            {{"requesttoken", token}});
    };
    const Response found = ask({{"filter", "example"}});
    CHECK(found.status == 200);
    CHECK(found.body ==
          R"({"contacts":[{"id":"anna b","fullName":"anna b",)"
          R"("avatar":"http:\/\/localhost\/avatar\/anna%20b\/64",)"
          R"("topAction":{"title":"View profile",)"
          R"("icon":"http:\/\/localhost\/core\/img\/actions\/profile.svg",)"
          R"("hyperlink":"http:\/\/localhost\/u\/anna%20b","appId":"profile"},)"
          R"("actions":[{"title":"anna@example.org",)"
          R"("icon":"http:\/\/localhost\/core\/img\/actions\/mail.svg",)"
          R"("hyperlink":"mailto:anna%40example.org","appId":""}],)"
          R"("lastMessage":"","emailAddresses":["anna@example.org"],)"
          R"("profileTitle":"View profile","profileUrl":"http:\/\/localhost\/u\/anna%20b",)"
          R"("status":null,"statusMessage":null,"statusMessageTimestamp":null,)"
          R"("statusIcon":null,"isUser":true,"uid":"anna b"}],"contactsAppEnabled":false})");
    CHECK(ask({{"filter", "nobody"}}).body == R"({"contacts":[],"contactsAppEnabled":false})");
    CHECK(ask({}).body.find("\"id\":\"anna b\"") != std::string::npos);
    CHECK(browser.send("POST", "/index.php/contactsmenu/contacts").status == 412);
    world.set("sharing.minSearchStringLength", 3);
    CHECK(ask({{"filter", "an"}}).body == R"({"contacts":[],"contactsAppEnabled":false})");
}
