// SPDX-License-Identifier: Apache-2.0
#include "cli/output/redaction.h"

#include <doctest/doctest.h>

#include "cli/commands/commands.h"

using namespace roster;

namespace {

std::string shown(const char* command, const std::vector<std::string>& words) {
    return cli::without_secrets(*cli::find_command(command).command, words);
}

}  // namespace

TEST_CASE("a logged command line is what was typed") {
    CHECK(shown("user:add", {"--password-from-env", "--display-name=Ben B", "ben"}) ==
          "user:add --password-from-env --display-name=Ben B ben");
    CHECK(shown("group:adduser", {"team", "ben"}) == "group:adduser team ben");
}

TEST_CASE("a logged command line hides passwords and the values of secret keys") {
    CHECK(shown("maintenance:install", {"--admin-pass=Plum", "--admin-user=ben"}) ==
          "maintenance:install --admin-pass=*** --admin-user=ben");
    CHECK(shown("maintenance:install", {"--admin-pass", "Plum", "--admin-user", "ben"}) ==
          "maintenance:install --admin-pass *** --admin-user ben");
    CHECK(shown("config:system:set", {"mail_smtppassword", "--value=Plum"}) ==
          "config:system:set mail_smtppassword --value=***");
    CHECK(shown("config:system:set", {"mail_smtppassword", "--value", "Plum"}) ==
          "config:system:set mail_smtppassword --value ***");
    CHECK(shown("config:app:set", {"app", "key", "--value=1"}) ==
          "config:app:set app key --value=1");
}
