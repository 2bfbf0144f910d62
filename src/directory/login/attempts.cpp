// SPDX-License-Identifier: Apache-2.0
#include "directory/login/attempts.h"

#include "directory/audit.h"
#include "directory/login/throttle.h"
#include "directory/rows.h"
#include "storage/logins/throttle_rows.h"

namespace roster {

namespace {

constexpr std::int64_t kCountedSeconds = 12 * 3600;

}  // namespace

AttemptState attempts_of(Transaction& tx, const std::string& address, std::string_view action) {
    tx.remote_address = address;
    const std::string subnet = counted_network(address, *tx.settings);
    return {.allow_listed = is_allow_listed(tx),
            .attempts = attempts_of_network(tx, subnet, action, tx.now - kCountedSeconds),
            .delay_ms = current_delay_ms(tx, action)};
}

void forget_attempts_of(Transaction& tx, const std::string& address) {
    storage::delete_attempts_of_address(rows_of(tx), address);
    tx.after_commit(
        [&house = tx.installation, address] { house.unstored_attempts.forget_address(address); });
    record_event(tx, {.kind = EventKind::attempts_reset, .subject = address});
}

void store_unstored_attempts(Transaction& tx) {
    const std::vector<UnstoredAttempts::Attempt> attempts =
        tx.installation.unstored_attempts.list();
    if (attempts.empty()) return;
    for (const UnstoredAttempts::Attempt& attempt : attempts)
        storage::insert_attempt(rows_of(tx), {.action = attempt.action,
                                              .occurred = attempt.occurred,
                                              .address = attempt.address,
                                              .subnet = attempt.subnet,
                                              .metadata = attempt.metadata});
    tx.after_commit([&house = tx.installation, last = attempts.back().number] {
        house.unstored_attempts.forget_until(last);
    });
}

}  // namespace roster
