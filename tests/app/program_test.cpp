// SPDX-License-Identifier: Apache-2.0
#include "app/program.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace roster;

namespace {

std::string shown(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    hide_secrets(static_cast<int>(pointers.size()), pointers.data());
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

}  // namespace

TEST_CASE("a list of processes shows no passwords of the command line") {
    CHECK(shown({"roster", "maintenance:install", "--admin-user=ben", "--admin-pass=Plum"}) ==
          "roster maintenance:install --admin-user=ben --admin-pass=****");
    CHECK(shown({"roster", "maintenance:install", "--admin-pass", "Plum", "--data-dir", "d"}) ==
          "roster maintenance:install --admin-pass **** --data-dir d");
    CHECK(shown({"roster", "config:system:set", "mail_smtppassword", "--value", "Plum"}) ==
          "roster config:system:set mail_smtppassword --value ****");
    CHECK(shown({"roster", "user:setting", "ben", "mail", "smtp_password", "Plum"}) ==
          "roster user:setting ben mail smtp_password ****");
    CHECK(shown({"roster", "user:resetpassword", "ben"}) == "roster user:resetpassword ben");
    CHECK(shown({"roster", "config:system:set", "loglevel", "--value", "1"}) ==
          "roster config:system:set loglevel --value 1");
    CHECK(shown({"roster", "attach", "--set", "dbpassword=Plum", "--set", "dbhost=db"}) ==
          "roster attach --set dbpassword=**** --set dbhost=db");
    CHECK(shown({"roster", "attach", "--set=dbpassword=a=b", "--set=dbhost=x"}) ==
          "roster attach --set=dbpassword=*** --set=dbhost=x");
    CHECK(shown({"roster", "user:add", "--password-from-env", "ben"}) ==
          "roster user:add --password-from-env ben");
}
