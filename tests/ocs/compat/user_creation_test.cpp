// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_creation.h"

#include <doctest/doctest.h>

#include "storage/databases.h"
#include "support/world.h"

using namespace roster;

// MariaDB takes `anna ` for `anna`; what is wrong with such a uid is said all the same.
TEST_CASE("a uid that is somebody's but for a blank at its end is refused for the blank") {
    for (storage::FreshDatabase& fresh : storage::fresh_databases()) {
        CAPTURE(fresh.url);
        World world(fresh.database);
        world.user("anna");
        const Answer answer = world.as("admin").post(
            "/cloud/users", {{"userid", "anna "}, {"password", "Plum-Kettle-42"}});
        CHECK(answer.number == 101);
        CHECK(answer.message == "Login contains whitespace at the beginning or at the end");
    }
}
