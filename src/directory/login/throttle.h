// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Brute-force protection: failed attempts are counted per network and action (contract: guards,
// section 4). No call is delayed: the delay is only reported, and above the limit the call is
// refused.
inline constexpr std::string_view kLoginAction = "login";
inline constexpr std::string_view kConfirmAction = "sudo";
inline constexpr std::string_view kVerifyEmailAction = "emailVerification";

// The network that counts for an address: an IPv4 address itself, the prefix of an IPv6 address. ""
// for a text that is no address.
std::string counted_network(const std::string& address, const Settings& settings);
// The failed attempts of a network later than `after` (Unix seconds). Those from a clock that was
// ahead get the present time, so that they do not lock anybody out until that time has come;
// bring_attempts_back() does that.
std::int64_t attempts_of_network(Transaction& tx, std::string_view network, std::string_view action,
                                 std::int64_t after);
void bring_attempts_back(Transaction& tx);
// Whether the client's address is on the allow list: app values bruteForce/whitelist_*.
bool is_allow_listed(Transaction& tx);
// The delay that follows from the failed attempts of the client's network, in milliseconds; all
// actions when `action` is empty.
std::int64_t current_delay_ms(Transaction& tx, std::string_view action);
// The same before an attempt. Refuses throttled with `Reached maximum delay`.
Result<std::int64_t> pass_throttle(Transaction& tx, std::string_view action);
// Counts a failed attempt. It stays counted when the call is refused.
void record_attempt(Transaction& tx, std::string_view action, const Array& metadata);
// Whether an attempt that is not counted otherwise may cost a hash: as often per network as counted
// attempts may fail before they are refused. Counts this one.
bool may_spend_uncounted(Transaction& tx);
// After a success, deletes the failed attempts with the same metadata.
void forget_attempts(Transaction& tx, std::string_view action, const Array& metadata);
// The same for failed logins with this uid, after a login by password, token or form.
void forget_failed_logins(Transaction& tx, const Uid& uid);

// At most `calls` of `method` in `seconds` for the caller, or for the client's network when
// `anonymous`. Counts the call, or refuses rate_limited (field "network" when `anonymous`) without
// counting it. The setting roster.unlimited_admins exempts administrators.
struct CallLimit {
    std::string_view method{};
    std::int64_t calls = 0;
    std::int64_t seconds = 0;
    bool anonymous = false;
};
Result<Done> pass_rate_limit(Transaction& tx, const CallLimit& limit);
// The same for a limit that Nextcloud does not have, always per network of the client. Stores no
// row, and counts a call once however often it is run. Returns 0 when the call is allowed, else the
// seconds until one is.
std::int64_t count_own_call(Transaction& tx, const CallLimit& limit);

}  // namespace roster
