// SPDX-License-Identifier: Apache-2.0
#include "directory/config/user_settings.h"

#include <fmt/core.h>

#include "base/secrets.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/rows.h"
#include "directory/users/user_change.h"
#include "directory/users/users.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::string_view kEmail = "email";

bool is_display_name(std::string_view app, std::string_view key) {
    return app == kSettingsApp && key == kDisplayNameSetting;
}

bool is_email(std::string_view app, std::string_view key) {
    return app == kSettingsApp && key == kEmail;
}

// Here an unchanged name is an error; the API ignores it.
Result<Done> check_is_new_name(const User& user, std::string_view name) {
    constexpr const char* kField = "value";
    if (name == user.display_name())
        return refuse(Errc::invalid_argument, "New and old display name are the same", kField);
    if (name.empty())
        return refuse(Errc::invalid_argument, "New display name can't be empty", kField);
    const std::string_view trimmed = trim(name);
    if (trimmed.empty() || trimmed == "0" || trimmed == user.display_name())
        return refuse(Errc::invalid_argument, "Could not set display name", kField);
    return Done{};
}

// Any text is accepted, as for the first address of a new user.
Result<Done> set_email(Transaction& tx, const User& user, std::string_view email) {
    if (change_user(tx, Uid(user.uid), {.email = std::string(email), .any_email = true}))
        return Done{};
    return refuse(Errc::invalid_argument, "email", "length of email");
}

bool is_enabled(const std::optional<std::string>& stored) {
    return stored != "false";
}

void record(Transaction& tx, const Uid& uid, std::string_view app, std::string_view key,
            std::optional<std::string> before, std::optional<std::string> after) {
    const std::string field = fmt::format("{}/{}", app, key);
    if (field == "core/enabled" && is_enabled(before) != is_enabled(after))
        record_event(tx,
                     {.kind = is_enabled(after) ? EventKind::user_enable : EventKind::user_disable,
                      .subject = uid.text()});
    else if (names_secret(key))
        record_event(
            tx,
            {.kind = EventKind::user_edit, .subject = uid.text(), .fields = {{.field = field}}});
    else
        record_edit(tx, uid, field, std::move(before), std::move(after));
}

}  // namespace

std::vector<UserSetting> list_user_settings(Transaction& tx, const Uid& uid) {
    std::vector<UserSetting> settings;
    for (storage::Preference& row : storage::all_preferences(rows_of(tx), uid))
        settings.push_back(
            {.app = std::move(row.app), .key = std::move(row.key), .value = std::move(row.value)});
    if (const std::optional<User> user = user_with_uid(tx, uid))
        settings.push_back({.app = std::string(kSettingsApp),
                            .key = std::string(kDisplayNameSetting),
                            .value = user->display_name()});
    return settings;
}

std::optional<std::string> find_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                             std::string_view key) {
    if (!is_display_name(app, key)) return storage::preference(rows_of(tx), uid, app, key);
    const std::optional<User> user = user_with_uid(tx, uid);
    if (!user) return std::nullopt;
    return user->display_name();
}

Result<Done> set_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                              std::string_view key, std::string_view value) {
    const std::optional<User> user = user_with_uid(tx, uid);
    if (user && is_display_name(app, key)) {
        TRY(check_is_new_name(*user, value));
        return change_user(tx, Uid(user->uid), {.display_name = std::string(value)});
    }
    if (user && is_email(app, key)) return set_email(tx, *user, value);
    std::optional<std::string> before = storage::preference(rows_of(tx), uid, app, key);
    storage::set_preference(rows_of(tx), uid, app, key, value);
    record(tx, uid, app, key, std::move(before), std::string(value));
    return Done{};
}

Result<Done> delete_user_setting(Transaction& tx, const Uid& uid, std::string_view app,
                                 std::string_view key) {
    const std::optional<User> user = user_with_uid(tx, uid);
    if (user && is_display_name(app, key))
        return refuse(Errc::invalid_argument, "Display name can't be deleted.", "key");
    std::optional<std::string> before = storage::preference(rows_of(tx), uid, app, key);
    if (!before) return refuse(Errc::not_found, "There is no such setting", "key");
    if (user && is_email(app, key)) return set_email(tx, *user, "");
    storage::delete_preference(rows_of(tx), uid, app, key);
    record(tx, uid, app, key, std::move(before), std::nullopt);
    return Done{};
}

}  // namespace roster
