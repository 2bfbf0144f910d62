// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Guesses of passwords are counted per network and action (contract: guards, section 4). Nobody is
// kept waiting: a delay is only reported, and above the limit the call is refused.
inline constexpr std::string_view kLoginAction = "login";
inline constexpr std::string_view kConfirmAction = "sudo";
inline constexpr std::string_view kVerifyEmailAction = "emailVerification";

// The network that an address is counted with: itself, or its part of IPv6. "" for what is none.
std::string counted_network(const std::string& address, const Settings& settings);
// The failed guesses of a network later than `after`. Those that were counted while a clock was
// ahead count as of now from here on: they must not lock anybody out until that time has come.
std::int64_t attempts_of_network(Transaction& tx, std::string_view network, std::string_view action,
                                 std::int64_t after);
void bring_attempts_back(Transaction& tx);
// Whether the client's address is on the allow list: app values bruteForce/whitelist_*.
bool is_allow_listed(Transaction& tx);
// The delay that the failed guesses of the client's network have earned, in milliseconds; an empty
// action counts those of every action.
std::int64_t current_delay_ms(Transaction& tx, std::string_view action);
// The same where a guess is about to be tried. Refuses throttled: `Reached maximum delay`.
Result<std::int64_t> pass_throttle(Transaction& tx, std::string_view action);
// Counts a failed guess; it stays although the call is refused.
void record_attempt(Transaction& tx, std::string_view action, const Array& metadata);
// Whether a guess that is counted nowhere may cost a hash: for a network as often as guesses that
// are counted would before they are refused. Notes that this one does.
bool may_spend_uncounted(Transaction& tx);
// A right guess takes back the wrong ones with the same metadata.
void forget_attempts(Transaction& tx, std::string_view action, const Array& metadata);
// The same after a login by password, token or form: for logins under the uid.
void forget_failed_logins(Transaction& tx, const Uid& uid);

// At most `calls` of `method` in `seconds` for the caller; for an anonymous limit, for the client's
// network. Counts the call, or refuses rate_limited (field "network" for an anonymous limit) and
// does not count it. The setting roster.unlimited_admins exempts administrators.
struct CallLimit {
    std::string_view method{};
    std::int64_t calls = 0;
    std::int64_t seconds = 0;
    bool anonymous = false;
};
Result<Done> pass_rate_limit(Transaction& tx, const CallLimit& limit);
// The same for a limit that Nextcloud does not have, always for the client's network: leaves no
// row, and a call that is run again counts once. Gives the seconds until a call is let through; 0:
// this one is.
std::int64_t count_own_call(Transaction& tx, const CallLimit& limit);

}  // namespace roster
