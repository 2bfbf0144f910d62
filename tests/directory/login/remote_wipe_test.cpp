// SPDX-License-Identifier: Apache-2.0
#include "directory/login/remote_wipe.h"

#include <doctest/doctest.h>

#include "directory/login/tokens.h"
#include "directory/rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

// A device of ann that is to be wiped, by its token; how many mails each step leads to.
struct Device {
    explicit Device(const std::string& email) {
        world.user("ann");
        if (!email.empty()) storage::set_preference(*world.db, "ann", "settings", "email", email);
        in_transaction([&](Transaction& tx) {
            create_token(tx, token, {.uid = "ann"_uid, .login_name = "ann", .name = "phone"});
            storage::mark_tokens_for_wipe(rows_of(tx), "ann");
            return true;
        });
    }
    template <class Step>
    std::size_t in_transaction(Step step) {
        CallMemo work;
        work.may_hash = true;
        Transaction tx(world.house_installation, *world.db, work);
        CHECK(step(tx));
        tx.commit();
        return tx.take_actions().size();
    }
    const Secret token = draw_app_password();
    World world{};
};

}  // namespace

TEST_CASE("the owner of a wiped device gets a mail when it begins and when it is done") {
    Device device("ann@example.org");
    const auto start = [&](Transaction& tx) { return start_wipe(tx, device.token); };
    const auto finish = [&](Transaction& tx) { return finish_wipe(tx, device.token); };
    CHECK(device.in_transaction(start) == 1);
    CHECK(device.in_transaction(finish) == 1);
    CHECK(device.in_transaction([&](Transaction& tx) { return !start(tx) && !finish(tx); }) == 0);
}

TEST_CASE("without an address nobody is told about a wiped device") {
    Device device("");
    CHECK(device.in_transaction([&](Transaction& tx) { return start_wipe(tx, device.token); }) ==
          0);
}
