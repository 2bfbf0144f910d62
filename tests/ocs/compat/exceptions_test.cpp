// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/exceptions.h"

#include <doctest/doctest.h>

#include "ocs/envelope.h"
#include "service/call_log.h"
#include "support/world.h"

using namespace roster;

namespace {

// The line that the log gets for such a refusal.
std::optional<LogEntry> line_for(const Error& error) {
    World world;
    CallMemo work;
    Transaction tx(world.house_installation, *world.db, work);
    Exchange exchange(Request{.method = "PUT", .target = "/ocs/v2.php/cloud/users/anna"});
    exchange.head.protocol = &ocs::protocol();
    log_refusal(exchange, tx, error);
    if (tx.log_entries.empty()) return std::nullopt;
    return tx.log_entries.back();
}

}  // namespace

TEST_CASE("what the data make fail stands in the log, under the name that Nextcloud's class has") {
    const auto exception = [](const Error& error) { return line_for(error)->exception; };
    CHECK(exception({.code = Errc::internal, .field = "quota"}) == "Exception");
    CHECK(exception({.code = Errc::internal, .field = "apporder"}) == "JsonException");
    CHECK(exception({.code = Errc::internal,
                     .field = "offset",
                     .argument = "Doctrine\\DBAL\\Exception"}) == "Doctrine\\DBAL\\Exception");
    CHECK(line_for({.code = Errc::internal, .message = "too long"})->message == "too long");
    CHECK_FALSE(line_for({.code = Errc::forbidden}));
}
