// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>

#include "base/address.h"
#include "base/crypto/crypto_certificate.h"
#include "base/host.h"
#include "directory/change_feed.h"
#include "directory/config/apps.h"
#include "directory/config/system_settings.h"
#include "directory/doctor.h"
#include "directory/log_lines.h"
#include "directory/mail/mail.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/people_index.h"
#include "storage/read_model/postgres_indexes.h"
#include "storage/rows/config_rows.h"
#include "storage/schema/integrity_checks.h"

namespace roster {

namespace {

using Found = std::optional<std::string>;
using enum Severity;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kIdleSessionSeconds = 15 * kDaySeconds;
constexpr std::int64_t kManyDeadTokens = 1000;
constexpr std::int64_t kClockToleranceSeconds = 5;
constexpr mode_t kOthers = 077;
constexpr std::int64_t kWeakestMemoryKib = 19'456;  // OWASP's minimum for argon2id

Found when(bool wrong, std::string found = "") {
    if (!wrong) return std::nullopt;
    return found;
}

Found when_any(std::int64_t count) {
    return when(count > 0, std::to_string(count));
}

Found joined(const std::vector<std::string>& names) {
    return when(!names.empty(), fmt::format("{}", fmt::join(names, ", ")));
}

// Lists the first names of very many.
Found joined_first(std::vector<std::string> names) {
    constexpr std::size_t kMost = 10;
    const std::size_t more = names.size() > kMost ? names.size() - kMost : 0;
    names.resize(names.size() - more);
    if (more > 0) names.push_back(fmt::format("and {} more", more));
    return joined(names);
}

Found claimed_addresses(Examination& at) {
    if (!at.settings.boolean("roster.find_users_by_email", true)) return std::nullopt;
    return joined_first(storage::uids_with_claimed_address(rows_of(at.tx)));
}

Found reachable_delegates(Examination& at) {
    if (at.settings.boolean("roster.protect_delegated_admins", false)) return std::nullopt;
    return joined_first(storage::delegates_of_subadmins(rows_of(at.tx)));
}

std::int64_t modified_seconds(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mtim.tv_sec : 0;
}

std::string settings_path(const Examination& at) {
    return at.tx.installation.data_dir + "/config.json";
}

// The file that a setting names; empty when there is none.
std::string tls_path(const Examination& at, const char* setting) {
    const std::string name = at.settings.text(setting);
    if (name.empty() || name.front() == '/') return name;
    return at.tx.installation.data_dir + "/" + name;
}

Found ending_certificate(Examination& at) {
    constexpr std::int64_t kNoticeSeconds = 30 * kDaySeconds;
    const std::string path = tls_path(at, "roster.tls.certificate");
    const std::optional<std::int64_t> end = certificate_end(path);
    return when(end && *end < at.tx.now + kNoticeSeconds, path);
}

Found app_is_off(Examination& at, std::string_view app) {
    return when(!is_app_enabled(at.tx, app));
}

Found app_is_on(Examination& at, std::string_view app) {
    return when(is_app_enabled(at.tx, app));
}

Found missing_schema(Examination& at) {
    std::vector<std::string> names;
    for (const storage::SchemaGap& gap :
         storage::missing_columns(at.catalog, rows_of(at.tx).prefix()))
        names.push_back(gap.column.empty() ? gap.table : gap.table + "." + gap.column);
    return joined(names);
}

std::vector<storage::IndexGap> index_gaps(Transaction& tx) {
    return storage::missing_indexes(rows_of(tx), storage::read_catalog(rows_of(tx)));
}

Found missing_indexes(Examination& at) {
    std::vector<std::string> names;
    for (const storage::IndexGap& gap : storage::missing_indexes(rows_of(at.tx), at.catalog))
        names.push_back(fmt::format("{} on {}", gap.index, gap.table));
    return joined(names);
}

std::int64_t make_indexes(Transaction& tx) {
    const std::vector<storage::IndexGap> gaps = index_gaps(tx);
    for (const storage::IndexGap& gap : gaps)
        rows_of(tx).run(gap.statement);
    return static_cast<std::int64_t>(gaps.size());
}

Found unwritable_log(Examination& at) {
    const std::string path = log_file("", at.settings, at.tx.installation.log_dir).path;
    if (path.empty() || access(path.c_str(), W_OK) == 0) return std::nullopt;
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const bool can_be_made = access(path.c_str(), F_OK) != 0 && access(folder.c_str(), W_OK) == 0;
    return when(!can_be_made, path);
}

// The invalid entries of a list, each with its index in the settings.
Found odd_entries(const Settings& settings, std::string_view key, bool (*fits)(std::string_view)) {
    std::vector<std::string> odd;
    const auto look = [&](const std::string& number, const Value& entry) {
        const std::string* text = entry.text();
        if (!text)
            odd.push_back(number + "no text");
        else if (!fits(*text))
            odd.push_back(fmt::format("{}\"{}\"", number, *text));
    };
    const Value* value = settings.find(key);
    if (!value || value->is_null()) return std::nullopt;
    if (!value->array()) look("", *value);
    if (const Array* list = value->array())
        for (const auto& [number, entry] : *list)
            look(number + ": ", entry);
    return joined_first(std::move(odd));
}

// Entries of only stars and dots.
Found wide_domains(Examination& at) {
    for (const std::string& pattern : at.settings.texts("trusted_domains"))
        if (!pattern.empty() && pattern.find_first_not_of("*.") == pattern.npos) return pattern;
    return std::nullopt;
}

// The index for admin_audit in the list of apps whose lines are all written.
Found quiet_audit(Examination& at) {
    const LogEntry login{.level = LogLevel::info, .app = kAuditApp, .message = "Login"};
    if (is_app_enabled(at.tx, kAuditApp) && is_wanted(login, LogContext{}, at.settings))
        return std::nullopt;
    const Value* apps = find_system_setting(at.settings, {"log.condition", "apps"});
    std::size_t number = 0;
    if (apps && apps->array())
        while (apps->array()->find(std::to_string(number)))
            ++number;
    return std::to_string(number);
}

Found no_mail_server(Examination& at) {
    const std::string why = why_no_mail_server(at.settings);
    return when(!why.empty() && storage::has_emails(rows_of(at.tx)), why);
}

Found wide_proxies(Examination& at) {
    for (const std::string& range : at.settings.texts("trusted_proxies"))
        if (range.ends_with("/0")) return range;
    return std::nullopt;
}

Found clock_apart(Examination& at) {
    const std::int64_t apart = storage::database_seconds(rows_of(at.tx)) - at.tx.now;
    return when(std::abs(apart) > kClockToleranceSeconds, std::to_string(std::abs(apart)));
}

Found weak_hashes(Examination& at) {
    const std::int64_t memory = at.settings.integer("hashingMemoryCost", 65'536);
    return when(memory < kWeakestMemoryKib, std::to_string(memory));
}

Found stale_settings(Examination& at) {
    const std::string theirs = at.settings.text("roster.attached_to");
    if (theirs.empty() || modified_seconds(theirs) <= modified_seconds(settings_path(at)))
        return std::nullopt;
    return theirs;
}

Found strange_version(Examination& at) {
    const std::string version = at.settings.text("version");
    return when(!version.starts_with("32."), version.empty() ? "unknown" : version);
}

Found dead_tokens(Examination& at) {
    const std::int64_t count =
        storage::count_dead_tokens(rows_of(at.tx), at.tx.now, at.tx.now - kIdleSessionSeconds);
    return when(count >= kManyDeadTokens, std::to_string(count));
}

std::int64_t delete_dead_tokens(Transaction& tx) {
    return storage::delete_dead_tokens(rows_of(tx), tx.now, tx.now - kIdleSessionSeconds);
}

std::int64_t advance_counters(Transaction& tx) {
    const auto behind = static_cast<std::int64_t>(storage::counters_behind(rows_of(tx)).size());
    storage::advance_counters(rows_of(tx));
    return behind;
}

Found look_at_people_index(Examination& at) {
    return when(storage::has_old_people_index(rows_of(at.tx)) ||
                storage::lacks_list_indexes(rows_of(at.tx)));
}

Found look_at_trigrams(Examination& at) {
    return when(storage::lacks_trigrams(rows_of(at.tx)));
}

Found look_at_counters(Examination& at) {
    return joined(storage::counters_behind(rows_of(at.tx)));
}

Found look_at_collation(Examination& at) {
    return joined(storage::tables_of_other_collation(rows_of(at.tx)));
}

Found look_at_admins(Examination& at) {
    return when(storage::count_enabled_admins(rows_of(at.tx)) == 0);
}

Found look_at_email_index(Examination& at) {
    return when_any(storage::count_emails_without_index(rows_of(at.tx)));
}

std::int64_t mend_email_index(Transaction& tx) {
    return storage::index_emails(rows_of(tx));
}

Found look_at_shared_emails(Examination& at) {
    return joined_first(storage::uids_with_shared_email(rows_of(at.tx)));
}

Found look_at_lower_uids(Examination& at) {
    return when_any(storage::count_users_without_lower_uid(rows_of(at.tx)));
}

std::int64_t mend_lower_uids(Transaction& tx) {
    return storage::fill_lower_uids(rows_of(tx));
}

Found look_at_profile_rows(Examination& at) {
    return when_any(
        static_cast<std::int64_t>(storage::uids_without_profile_rows(rows_of(at.tx)).size()));
}

Found look_at_ldap(Examination& at) {
    return app_is_on(at, "user_ldap");
}

Found look_at_encryption(Examination& at) {
    return app_is_on(at, "encryption");
}

Found look_at_brute_force(Examination& at) {
    return when(!at.settings.boolean("auth.bruteforce.protection.enabled", true));
}

Found look_at_rate_limit(Examination& at) {
    return when(!at.settings.boolean("ratelimit.protection.enabled", true));
}

Found look_at_password_policy(Examination& at) {
    return app_is_off(at, "password_policy");
}

Found look_at_odd_trusted_proxies(Examination& at) {
    return odd_entries(at.settings, "trusted_proxies", is_address_range);
}

Found look_at_odd_admin_ranges(Examination& at) {
    return odd_entries(at.settings, "allowed_admin_ranges", is_address_range);
}

Found look_at_odd_trusted_domains(Examination& at) {
    return odd_entries(at.settings, "trusted_domains", is_host_pattern);
}

Found look_at_trusted_domains(Examination& at) {
    return when(at.settings.texts("trusted_domains").empty());
}

Found look_at_tls(Examination& at) {
    return when(at.settings.text("roster.tls.certificate").empty() &&
                at.settings.texts("trusted_proxies").empty());
}

Found look_at_tls_key_mode(Examination& at) {
    const std::string path = tls_path(at, "roster.tls.key");
    return when(!path.empty() && is_open_to_others(path), path);
}

Found look_at_secret(Examination& at) {
    return when(at.settings.missing() == "secret");
}

Found look_at_instanceid(Examination& at) {
    return when(at.settings.missing() == "instanceid");
}

Found look_at_settings_mode(Examination& at) {
    return when(is_open_to_others(settings_path(at)), settings_path(at));
}

Found look_at_data_dir_mode(Examination& at) {
    return when(is_open_to_others(at.tx.installation.data_dir), at.tx.installation.data_dir);
}

Found look_at_database_mode(Examination& at) {
    const std::string path = at.tx.installation.data_dir + "/roster.db";
    return when(is_open_to_others(path) && is_open_to_others(at.tx.installation.data_dir), path);
}

Found look_at_debug(Examination& at) {
    return when(at.settings.boolean("debug", false));
}

Found look_at_changes_retention(Examination& at) {
    return when(has_odd_feed_retention(at.settings));
}

Found look_at_maintenance(Examination& at) {
    return when(at.settings.boolean("maintenance", false));
}

Found look_at_memory_cache(Examination& at) {
    const std::string cache = at.settings.text("memcache.distributed");
    return when(!cache.empty() && !at.settings.text("roster.attached_to").empty(), cache);
}

Found look_at_phone_region(Examination& at) {
    return when(at.settings.text("default_phone_region").empty());
}

constexpr Check kChecks[] = {
#include "directory/doctor_checks.inc"
};

}  // namespace

bool is_open_to_others(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && (status.st_mode & kOthers) != 0;
}

std::span<const Check> doctor_checks() {
    return kChecks;
}

}  // namespace roster
