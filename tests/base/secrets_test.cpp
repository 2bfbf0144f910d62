// SPDX-License-Identifier: Apache-2.0
#include "base/secrets.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("names that tell of a secret are known in any letter case") {
    for (const char* name : {"password", "newPassword", "OC_PASS", "admin-pass", "passwordsalt",
                             "requesttoken", "log_secret", "mail_smtppassword"})
        CHECK(names_secret(name));
    for (const char* name : {"userid", "value", "key", "email", "displayname"})
        CHECK_FALSE(names_secret(name));
}

TEST_CASE("a logged target hides what its query must not show") {
    CHECK(without_secrets("/users?userid=ben&password=Plum&format=json") ==
          "/users?userid=ben&password=***&format=json");
    CHECK(without_secrets("/users?pass%77ord=Plum") == "/users?pass%77ord=***");
    CHECK(without_secrets("/users?password[]=Plum") == "/users?password[]=***");
    CHECK(without_secrets("/u?value=Plum&key=password") == "/u?value=***&key=password");
    CHECK(without_secrets("/u?value=Plum&key=email") == "/u?value=Plum&key=email");
    CHECK(without_secrets("/u?x=1&y=%C3%A4&&password") == "/u?x=1&y=%C3%A4&&password");
}

TEST_CASE("a logged target hides the token of a login flow") {
    CHECK(without_secrets("/index.php/login/v2/flow/abc") == "/index.php/login/v2/flow/***");
    CHECK(without_secrets("/login/v2/flow/abc/grant?a=b") == "/login/v2/flow/***/grant?a=b");
}
