// SPDX-License-Identifier: Apache-2.0
#include "directory/log_lines.h"

#include <algorithm>

#include "base/crypto/crypto.h"

namespace roster {

namespace {

constexpr std::int64_t kUsualLevel = 2, kHighestLevel = 4;
constexpr std::int64_t kUsualMode = 0640;
constexpr std::int64_t kUsualRotateSize = 100 << 20;

bool lists(const Array& condition, std::string_view key, const std::string& text) {
    const Value* list = condition.find(key);
    return list && list->array() &&
           std::ranges::any_of(*list->array(), [&text](const Array::Entry& entry) {
               return entry.second.text() && *entry.second.text() == text;
           });
}

bool has(const Array& condition, std::string_view key) {
    const Value* value = condition.find(key);
    return value && !value->is_null();
}

bool knows_secret(const Array& condition, const LogContext& context) {
    const Value* secret = condition.find("shared_secret");
    return secret && secret->text() && !context.log_secret.empty() &&
           equal_in_constant_time(*secret->text(), context.log_secret);
}

// Whether one alternative of `matches` fits: everything that it names must fit.
bool fits(const Array& match, const LogEntry& entry, const LogContext& context) {
    if (has(match, "shared_secret") && !knows_secret(match, context)) return false;
    if (has(match, "users") && !lists(match, "users", context.user)) return false;
    if (has(match, "apps") && !lists(match, "apps", entry.app)) return false;
    const Value* message = match.find("message");
    return !message || !message->text() ||
           entry.message.find(*message->text()) != std::string::npos;
}

std::int64_t usual_level(const Settings& settings) {
    return std::min(settings.integer("loglevel", kUsualLevel), kHighestLevel);
}

// The lowest level that is written for this entry.
std::int64_t least_level(const LogEntry& entry, const LogContext& context,
                         const Settings& settings) {
    constexpr auto kEverything = static_cast<std::int64_t>(LogLevel::debug);
    const Value* found = settings.find("log.condition");
    if (!found || !found->array()) return usual_level(settings);
    const Array& condition = *found->array();
    if (knows_secret(condition, context) || lists(condition, "apps", entry.app) ||
        (!context.user.empty() && lists(condition, "users", context.user)))
        return kEverything;
    const Value* matches = condition.find("matches");
    if (!matches || !matches->array()) return usual_level(settings);
    for (const auto& [index, match] : *matches->array()) {
        if (!match.array() || !fits(*match.array(), entry, context)) continue;
        const Value* level = match.array()->find("loglevel");
        return level && level->integer() ? *level->integer() : kEverything;
    }
    return usual_level(settings);
}

}  // namespace

bool is_wanted(const LogEntry& entry, const LogContext& context, const Settings& settings) {
    return static_cast<std::int64_t>(entry.level) >= least_level(entry, context, settings);
}

LogFile log_file(const std::string& app, const Settings& settings, const std::string& folder) {
    if (folder.empty()) return {};
    const bool audit = app == kAuditApp;
    std::string path = settings.text(audit ? "logfile_audit" : "logfile");
    if (path.empty()) path = audit ? "audit.log" : "nextcloud.log";
    if (path.front() != '/') path = folder + "/" + path;
    return {.path = std::move(path),
            .mode = static_cast<mode_t>(settings.integer("logfilemode", kUsualMode)),
            .rotate_size = settings.integer("log_rotate_size", kUsualRotateSize)};
}

void write_lines(Log& log, const std::string& folder, const Settings& settings,
                 const LogContext& context, std::span<const LogEntry> entries, std::int64_t now) {
    for (const LogEntry& entry : entries)
        if (is_wanted(entry, context, settings))
            log.write(log_file(entry.app, settings, folder), to_log_line(entry, context, now));
}

}  // namespace roster
