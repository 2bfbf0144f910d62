// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/config_rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {

constexpr std::int64_t kIndexedFlag = 2;

// The engines sort by their own collations; responses are sorted by bytes.
std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

Preference to_preference(const Row& row) {
    return {.app = row.text(0), .key = row.text(1), .value = row.text(2)};
}

}  // namespace

std::optional<AppValue> find_app_value(Connection& db, std::string_view app, std::string_view key) {
    // No other app and key give the same text.
    return db.remembered(fmt::format("app value {} {}/{}", app.size(), app, key), [&] {
        return db.one(
            [](const Row& row) {
                return AppValue{
                    .value = row.text(0), .type = row.integer(1), .lazy = row.integer(2) != 0};
            },
            "SELECT configvalue, type, lazy FROM oc_appconfig WHERE appid = ? AND configkey = ?",
            app, key);
    });
}

std::optional<std::string> app_value(Connection& db, std::string_view app, std::string_view key) {
    std::optional<AppValue> found = find_app_value(db, app, key);
    if (!found) return std::nullopt;
    return std::move(found->value);
}

void set_app_value(Connection& db, std::string_view app, std::string_view key,
                   const AppValue& value) {
    const std::int64_t lazy = value.lazy ? 1 : 0;
    if (db.change("UPDATE oc_appconfig SET configvalue = ?, type = ?, lazy = ?"
                  " WHERE appid = ? AND configkey = ?",
                  value.value, value.type, lazy, app, key) > 0)
        return;
    if (db.keys_may_clash() &&
        db.change("UPDATE oc_appconfig SET appid = ?, configkey = ?, configvalue = ?, type = ?,"
                  " lazy = ? WHERE appid {key=} ? AND configkey {key=} ?",
                  app, key, value.value, value.type, lazy, app, key) > 0)
        return;
    db.change(
        "INSERT INTO oc_appconfig (appid, configkey, configvalue, type, lazy)"
        " VALUES (?, ?, ?, ?, ?)",
        app, key, value.value, value.type, lazy);
}

bool is_app_key_taken(Connection& db, std::string_view app, std::string_view key) {
    return db.keys_may_clash() &&
           db.exists(
               "SELECT 1 FROM oc_appconfig WHERE appid {key=} ?"
               " AND configkey {key=} ? AND NOT (appid = ? AND configkey = ?)",
               app, key, app, key);
}

bool delete_app_value(Connection& db, std::string_view app, std::string_view key) {
    return db.change("DELETE FROM oc_appconfig WHERE appid = ? AND configkey = ?", app, key) > 0;
}

std::vector<std::string> apps_with_values(Connection& db) {
    return sorted(db.texts("SELECT DISTINCT appid FROM oc_appconfig"));
}

std::vector<std::string> app_value_keys(Connection& db, std::string_view app) {
    return sorted(db.texts("SELECT configkey FROM oc_appconfig WHERE appid = ?", app));
}

std::vector<AppText> app_texts(Connection& db, std::string_view app) {
    return db.remembered(fmt::format("app texts {}", app), [&] {
        return db.all(
            [](const Row& row) { return AppText{.key = row.text(0), .value = row.text(1)}; },
            "SELECT configkey, configvalue FROM oc_appconfig WHERE appid = ?", app);
    });
}

std::vector<StoredAppValue> stored_app_values(Connection& db, std::string_view app) {
    return db.all(
        [](const Row& row) {
            return StoredAppValue{
                .app = row.text(0),
                .key = row.text(1),
                .value = {
                    .value = row.text(2), .type = row.integer(3), .lazy = row.integer(4) != 0}};
        },
        "SELECT appid, configkey, configvalue, type, lazy FROM oc_appconfig "
        "WHERE ? = '' OR appid = ? ORDER BY appid, {written:configkey}",
        app, app);
}

std::vector<StoredAppValue> app_values_for_changes(Connection& db) {
    // One range of the primary key for each app: looking up the keys one by one costs twice as
    // much.
    return db.all(
        [](const Row& row) {
            return StoredAppValue{
                .app = row.text(0), .key = row.text(1), .value = {.value = row.text(2)}};
        },
        "SELECT appid, configkey, configvalue FROM oc_appconfig WHERE appid = 'core'"
        " AND configkey >= 'newUser.generateUserID' AND configkey <= 'newUser.sendEmail'"
        " UNION ALL SELECT appid, configkey, configvalue FROM oc_appconfig WHERE appid = 'files'"
        " AND configkey >= 'allow_unlimited_quota' AND configkey <= 'max_quota'"
        " UNION ALL SELECT appid, configkey, configvalue FROM oc_appconfig"
        " WHERE appid = 'password_policy'"
        " UNION ALL SELECT appid, configkey, configvalue FROM oc_appconfig WHERE appid = 'settings'"
        " AND configkey = 'profile_enabled_by_default'"
        " UNION ALL SELECT appid, configkey, configvalue FROM oc_appconfig WHERE appid = 'theming'"
        " AND configkey = 'name'");
}

std::vector<AppState> app_states(Connection& db) {
    return db.all(
        [](const Row& row) { return AppState{.app = row.text(0), .enabled = row.text(1)}; },
        "SELECT appid, configvalue FROM oc_appconfig WHERE configkey = 'enabled'");
}

std::optional<std::string> preference(Connection& db, std::string_view uid, std::string_view app,
                                      std::string_view key) {
    return db.text(
        "SELECT configvalue FROM oc_preferences"
        " WHERE userid = ? AND appid = ? AND configkey = ?",
        uid, app, key);
}

std::vector<Preference> account_preferences(Connection& db, std::string_view uid) {
    constexpr std::string_view kShownApps[] = {"core", "files", "login", "settings"};
    std::vector<Preference> shown;
    db.each(
        [&](const Row& row) {
            const std::string_view app = row.view(0);
            if (std::ranges::find(kShownApps, app) != std::end(kShownApps))
                shown.push_back(to_preference(row));
        },
        // A range of the key: for a list of apps SQLite would build a table each time.
        "SELECT appid, configkey, configvalue FROM oc_preferences"
        " WHERE userid = ? AND appid >= 'core' AND appid <= 'settings'",
        uid);
    return shown;
}

std::vector<Preference> all_preferences(Connection& db, std::string_view uid) {
    return db.all(to_preference,
                  "SELECT appid, configkey, configvalue FROM oc_preferences WHERE userid = ?"
                  " ORDER BY appid, {written:configkey}",
                  uid);
}

void set_preference(Connection& db, std::string_view uid, std::string_view app,
                    std::string_view key, std::string_view value, PreferenceKind kind) {
    const std::int64_t flags = kind.indexed ? kIndexedFlag : 0;
    const bool fits = kind.indexed && value.size() <= kLongestIndexed;
    const std::string_view indexed = fits ? value : "";
    if (db.change("UPDATE oc_preferences SET configvalue = ?, type = ?, flags = ?, indexed = ?"
                  " WHERE userid = ? AND appid = ? AND configkey = ?",
                  value, kind.type, flags, indexed, uid, app, key) > 0)
        return;
    if (db.keys_may_clash() &&
        db.change("UPDATE oc_preferences SET userid = ?, appid = ?, configkey = ?, configvalue = ?,"
                  " type = ?, flags = ?, indexed = ?"
                  " WHERE userid {key=} ? AND appid {key=} ? AND configkey {key=} ?",
                  uid, app, key, value, kind.type, flags, indexed, uid, app, key) > 0)
        return;
    db.change(
        "INSERT INTO oc_preferences"
        " (userid, appid, configkey, configvalue, lazy, type, flags, indexed)"
        " VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
        uid, app, key, value, kind.type, flags, indexed);
}

namespace {

struct WrittenPreference {
    const PreferenceRow& row;
    std::int64_t flags = 0;
    std::string_view indexed{};
};

std::vector<WrittenPreference> written(std::span<const PreferenceRow> rows) {
    std::vector<WrittenPreference> all;
    for (const PreferenceRow& row : rows) {
        const bool fits = row.kind.indexed && row.value.size() <= kLongestIndexed;
        all.push_back({.row = row,
                       .flags = row.kind.indexed ? kIndexedFlag : 0,
                       .indexed = fits ? std::string_view(row.value) : ""});
    }
    return all;
}

auto key_of(const PreferenceRow& row) {
    return std::tie(row.uid, row.app, row.key);
}

}  // namespace

void insert_preferences(Connection& db, std::span<const PreferenceRow> rows) {
    change_many<
        "INSERT INTO oc_preferences"
        " (userid, appid, configkey, configvalue, lazy, type, flags, indexed)"
        " VALUES [(?, ?, ?, ?, 0, ?, ?, ?)|, ]">(db, written(rows), [](const auto& all) {
        return std::tuple_cat(key_of(all.row),
                              std::tie(all.row.value, all.row.kind.type, all.flags, all.indexed));
    });
}

void update_preferences(Connection& db, std::span<const PreferenceRow> rows) {
    const auto with = [](auto value) {
        return [value](const WrittenPreference& all) {
            return std::tuple_cat(key_of(all.row), value(all));
        };
    };
    change_many<
        "UPDATE oc_preferences SET configvalue = CASE"
        " [WHEN userid = ? AND appid = ? AND configkey = ? THEN ?| ] ELSE configvalue END,"
        " type = CASE [WHEN userid = ? AND appid = ? AND configkey = ? THEN ?| ] ELSE type END,"
        " flags = CASE [WHEN userid = ? AND appid = ? AND configkey = ? THEN ?| ] ELSE flags END,"
        " indexed = CASE [WHEN userid = ? AND appid = ? AND configkey = ? THEN ?| ]"
        " ELSE indexed END WHERE [(userid = ? AND appid = ? AND configkey = ?)| OR ]">(
        db, written(rows), with([](const auto& all) { return std::tie(all.row.value); }),
        with([](const auto& all) { return std::tie(all.row.kind.type); }),
        with([](const auto& all) { return std::tie(all.flags); }),
        with([](const auto& all) { return std::tie(all.indexed); }),
        [](const WrittenPreference& all) { return key_of(all.row); });
}

void delete_preferences(Connection& db, std::span<const PreferenceRow> rows) {
    change_many<
        "DELETE FROM oc_preferences"
        " WHERE [(userid = ? AND appid = ? AND configkey = ?)| OR ]">(db, rows, key_of);
}

bool delete_preference(Connection& db, std::string_view uid, std::string_view app,
                       std::string_view key) {
    return db.change(
               "DELETE FROM oc_preferences"
               " WHERE userid = ? AND appid = ? AND configkey = ?",
               uid, app, key) > 0;
}

void delete_preferences_of_app(Connection& db, std::string_view uid, std::string_view app) {
    db.change("DELETE FROM oc_preferences WHERE userid = ? AND appid = ?", uid, app);
}

void delete_preferences(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_preferences WHERE userid = ?", uid);
}

}  // namespace roster::storage
