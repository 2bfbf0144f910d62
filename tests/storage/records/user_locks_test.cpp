// SPDX-License-Identifier: Apache-2.0
// What is added to a group or an account never outlives it, whoever comes first.
#include "storage/records/user_locks.h"

#include <doctest/doctest.h>

#include <thread>

#include "storage/databases.h"
#include "storage/logins/token_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

using namespace roster;
using namespace roster::storage;

namespace {

struct Race {
    explicit Race(FreshDatabase& fresh) : first(fresh.db), other(fresh.database.connect(true)) {
        REQUIRE(insert_group(first, {.gid = "team"_gid, .display_name = "Team"}));
        REQUIRE(insert_user(first, "anna", "anna", "x"));
        first.open_call();
        other->open_call();
    }

    // What the other one does while the first has not come to its end; whether it met the first.
    template <class Action>
    bool meets(Action action) {
        bool conflict = false;
        std::jthread waiting([&] {
            try {
                action(*other);
                other->close_call(true);
            } catch (const Conflict&) {
                conflict = true;
                other->abandon_call();
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        first.close_call(true);
        waiting.join();
        return conflict;
    }

    Connection& first;
    std::unique_ptr<Connection> other;
};

void add_member(Connection& db) {
    hold_group(db, "team", "anna");
    insert_member(db, "team", "anna");
}

void remove_group(Connection& db) {
    lock_group(db, "team");
    delete_group(db, "team");
}

void add_token(Connection& db) {
    hold_user(db, "anna");
    insert_token(db, {.uid = "anna"_uid, .login_name = "anna", .name = "a phone", .hash = "h"});
}

void remove_user(Connection& db) {
    lock_user(db, "anna");
    delete_user(db, "anna");
    delete_rows_of_user(db, "anna");
    delete_user_lock(db, "anna");
}

}  // namespace

TEST_CASE("a group that gets a member is deleted with it, and gets none once it is deleted") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.dialect().one_writer) continue;
        CAPTURE(fresh.url);
        Race deletion_waits(fresh);
        add_member(deletion_waits.first);
        CHECK_FALSE(deletion_waits.meets(remove_group));
        CHECK_FALSE(is_member(fresh.db, "team", "anna"));
        CHECK_FALSE(find_group(fresh.db, "team"));

        remove_user(fresh.db);
        Race member_waits(fresh);
        remove_group(member_waits.first);
        CHECK(member_waits.meets(add_member));
        CHECK_FALSE(is_member(fresh.db, "team", "anna"));
    }
}

TEST_CASE("an account that gets an app password is deleted with it, and gets none afterwards") {
    for (FreshDatabase& fresh : fresh_databases()) {
        if (fresh.db.dialect().one_writer) continue;
        CAPTURE(fresh.url);
        Race deletion_waits(fresh);
        add_token(deletion_waits.first);
        deletion_waits.meets(remove_user);  // Claims may meet; then the call is run again.
        remove_user(fresh.db);
        CHECK_FALSE(find_token(fresh.db, "h"));

        delete_group(fresh.db, "team");
        Race token_waits(fresh);
        remove_user(token_waits.first);
        CHECK(token_waits.meets(add_token));
        CHECK_FALSE(find_token(fresh.db, "h"));
    }
}
