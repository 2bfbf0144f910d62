// SPDX-License-Identifier: Apache-2.0
#include "directory/login/throttle.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/address.h"
#include "base/clock.h"
#include "base/crypto/crypto.h"
#include "base/json/json.h"
#include "directory/rows.h"
#include "storage/logins/throttle_rows.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::int64_t kCountedSeconds = 12 * 3600;
constexpr std::int64_t kRefusedSeconds = 30 * 60;
// The clocks of servers with one database may differ by this much.
constexpr std::int64_t kClocksApartSeconds = 60;
constexpr std::int64_t kFirstDelayMs = 100, kMostDelayMs = 25'000;
constexpr std::int64_t kUsualAttempts = 10;
constexpr int kUsualIpv6Bits = 56, kLeastIpv6Bits = 32, kMostIpv6Bits = 64;

std::string subnet(const Transaction& tx) {
    return counted_network(tx.remote_address, *tx.settings);
}

bool is_protected(const Transaction& tx) {
    return tx.settings->boolean("auth.bruteforce.protection.enabled", true);
}

std::int64_t most_attempts(const Transaction& tx) {
    return tx.settings->integer("auth.bruteforce.max-attempts", kUsualAttempts);
}

// No failed attempts count when the address is unknown or trusted; nor do failed logins for the
// rest of a call that has sent a valid secret.
std::int64_t attempts_within(Transaction& tx, std::string_view action, std::int64_t seconds) {
    if (tx.remote_address.empty()) return 0;
    if (action == kLoginAction && tx.actor.logged_in_by_secret()) return 0;
    const std::int64_t count = attempts_of_network(tx, subnet(tx), action, tx.now - seconds);
    return count == 0 || is_allow_listed(tx) ? 0 : count;
}

std::string hash_of(const Transaction& tx, const CallLimit& limit) {
    const std::string method(limit.method);
    const std::string caller = limit.anonymous
                                   ? sha512_hex("anon::" + method + subnet(tx))
                                   : sha512_hex("user::" + method + tx.actor.uid.text());
    return sha512_hex(method + caller);
}

// Calls from before the clock was set back do not count any more.
storage::RateWindow counted_window(const Transaction& tx, const CallLimit& limit) {
    return {.after = to_datetime(tx.now),
            .until = to_datetime(tx.now + limit.seconds + kClocksApartSeconds)};
}

// The metadata as stored: ASCII, truncated, because some engines reject texts that are too long.
std::string kept_form(const Array& metadata) {
    constexpr std::size_t kLongest = 255;
    return to_json(Value(metadata)).substr(0, kLongest);
}

std::int64_t delay_ms(std::int64_t attempts, std::int64_t most) {
    if (attempts == 0) return 0;
    constexpr std::int64_t kDoublings = 8;  // 100 ms doubled so often exceeds the longest delay
    if (attempts > most || attempts >= kDoublings) return kMostDelayMs;
    return std::min(kMostDelayMs, kFirstDelayMs << attempts);
}

void log_rate_limit(Transaction& tx, const CallLimit& limit) {
    tx.log({.level = LogLevel::info,
            .message = fmt::format("Request blocked because it exceeds the rate limit "
                                   "[method: {}, limit: {}, period: {}]",
                                   limit.method, limit.calls, limit.seconds)});
}

}  // namespace

std::int64_t attempts_of_network(Transaction& tx, std::string_view network, std::string_view action,
                                 std::int64_t after) {
    const std::int64_t unstored = tx.installation.unstored_attempts.count(network, action, after);
    storage::CountedAttempts found = storage::count_attempts(rows_of(tx), network, action, after);
    if (found.last <= tx.now + kClocksApartSeconds) return found.count + unstored;
    bring_attempts_back(tx);
    tx.keep();
    return storage::count_attempts(rows_of(tx), network, action, after).count + unstored;
}

void bring_attempts_back(Transaction& tx) {
    storage::set_attempts_back(rows_of(tx), tx.now + kClocksApartSeconds, tx.now);
}

std::string counted_network(const std::string& address, const Settings& settings) {
    const std::int64_t bits =
        settings.integer("security.ipv6_normalized_subnet_size", kUsualIpv6Bits);
    return subnet_of(
        address, static_cast<int>(std::clamp<std::int64_t>(bits, kLeastIpv6Bits, kMostIpv6Bits)));
}

bool is_allow_listed(Transaction& tx) {
    const std::vector<std::string> ranges = storage::allow_listed_ranges(rows_of(tx));
    return std::any_of(ranges.begin(), ranges.end(), [&tx](const std::string& range) {
        return in_address_range(tx.remote_address, range);
    });
}

std::int64_t current_delay_ms(Transaction& tx, std::string_view action) {
    return delay_ms(attempts_within(tx, action, kCountedSeconds), most_attempts(tx));
}

Result<std::int64_t> pass_throttle(Transaction& tx, std::string_view action) {
    const std::int64_t attempts = attempts_within(tx, action, kCountedSeconds);
    const std::int64_t most = most_attempts(tx);
    const std::int64_t recent = attempts > most ? attempts_within(tx, action, kRefusedSeconds) : 0;
    if (recent > most) {
        tx.log({.level = LogLevel::info,
                .message = fmt::format("IP address blocked because it reached the maximum failed "
                                       "attempts in the last 30 minutes [action: {}, attempts: {}, "
                                       "ip: {}]",
                                       action, recent, tx.remote_address)});
        return refuse(Errc::throttled, "Reached maximum delay");
    }
    return delay_ms(attempts, most);
}

void record_attempt(Transaction& tx, std::string_view action, const Array& metadata) {
    if (!is_protected(tx) || tx.remote_address.empty() || is_allow_listed(tx)) return;
    tx.log({.level = LogLevel::info,
            .app = "core",
            .message = fmt::format("Bruteforce attempt from \"{}\" detected for action \"{}\".",
                                   tx.remote_address, action)});
    if (rows_of(tx).forgets_changes())
        tx.installation.unstored_attempts.add({.address = tx.remote_address,
                                               .subnet = subnet(tx),
                                               .action = std::string(action),
                                               .metadata = kept_form(metadata),
                                               .occurred = tx.now});
    storage::insert_attempt(rows_of(tx), {.action = action,
                                          .occurred = tx.now,
                                          .address = tx.remote_address,
                                          .subnet = subnet(tx),
                                          .metadata = kept_form(metadata)});
    tx.keep();
}

bool may_spend_uncounted(Transaction& tx) {
    if (!is_protected(tx) || tx.remote_address.empty()) return true;
    return tx.installation.call_counts.count("uncounted guess " + subnet(tx), most_attempts(tx) + 1,
                                             kRefusedSeconds, tx.now) == 0;
}

void forget_attempts(Transaction& tx, std::string_view action, const Array& metadata) {
    if (!is_protected(tx) || tx.remote_address.empty()) return;
    const std::string text = kept_form(metadata), network = subnet(tx);
    // A call with nothing to delete can stay read-only.
    const bool stored = storage::has_attempts(rows_of(tx), network, action, text);
    const bool unstored = tx.installation.unstored_attempts.count(network, action, 0) > 0;
    if ((!stored && !unstored) || is_allow_listed(tx)) return;
    if (stored) storage::delete_attempts(rows_of(tx), network, action, text);
    if (unstored)
        tx.after_commit([&house = tx.installation, network, action = std::string(action), text] {
            house.unstored_attempts.forget(network, action, text);
        });
}

void forget_failed_logins(Transaction& tx, const Uid& uid) {
    Array metadata;
    metadata.set("user", uid.text());
    forget_attempts(tx, kLoginAction, metadata);
}

Result<Done> pass_rate_limit(Transaction& tx, const CallLimit& limit) {
    if (!tx.settings->boolean("ratelimit.protection.enabled", true)) return Done{};
    // Scripts edit more than 50 users in ten minutes.
    if (!limit.anonymous && tx.actor.admin &&
        tx.settings->boolean("roster.unlimited_admins", false))
        return Done{};
    const bool exempts_listed =
        storage::app_value(rows_of(tx), "bruteforcesettings", "apply_allowlist_to_ratelimit")
            .value_or("0") == "1";
    if (!limit.anonymous && exempts_listed && is_allow_listed(tx)) return Done{};

    const std::string hash = hash_of(tx, limit);
    const storage::RateWindow window = counted_window(tx, limit);
    if (storage::count_rate_entries(rows_of(tx), hash, window) >= limit.calls) {
        log_rate_limit(tx, limit);
        return refuse(Errc::rate_limited, "", limit.anonymous ? "network" : "");
    }
    storage::delete_rate_entries_until(rows_of(tx), window.after);
    storage::insert_rate_entry(rows_of(tx), hash, to_datetime(tx.now + limit.seconds));
    tx.keep();
    return Done{};
}

std::int64_t count_own_call(Transaction& tx, const CallLimit& limit) {
    if (tx.work.counted || !tx.settings->boolean("ratelimit.protection.enabled", true)) return 0;
    const std::int64_t wait = tx.installation.call_counts.count(
        std::string(limit.method) + " " + subnet(tx), limit.calls, limit.seconds, tx.now);
    if (wait > 0)
        log_rate_limit(tx, limit);
    else
        tx.work.counted = true;
    return wait;
}

}  // namespace roster
