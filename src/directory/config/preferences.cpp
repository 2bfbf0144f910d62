// SPDX-License-Identifier: Apache-2.0
#include "directory/config/preferences.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/config/apps.h"
#include "directory/nextcloud/theme.h"
#include "directory/rows.h"
#include "storage/records/job_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr const char* kStatusJob = "OCA\\DAV\\BackgroundJob\\UserStatusAutomation";

// A key that users may set for themselves. `accepts` approves a value, and `follow` carries out
// what a new value implies.
struct Approved {
    std::string_view app;
    std::string_view key;
    Result<bool> (*accepts)(Transaction&, std::string_view value);
    void (*follow)(Transaction&) = nullptr;
};

Result<bool> is_yes(Transaction&, std::string_view value) {
    return value == "yes";
}

Result<bool> is_yes_or_no(Transaction&, std::string_view value) {
    return value == "yes" || value == "no";
}

Result<bool> is_some_color(Transaction&, std::string_view value) {
    return is_color(value);
}

bool is_order(const Value* order) {
    if (!order) return false;
    return order->integer() || order->number() || (order->text() && is_numeric(*order->text()));
}

// A position in the navigation: {"order": number, "app": an enabled app, or none}.
bool is_place(Transaction& tx, const Array::Entry& entry) {
    const auto& [id, place] = entry;
    if (is_whole_number(id) || !place.array() || !is_order(place.array()->find("order")))
        return false;
    const Value* app = place.array()->find("app");
    if (!app || app->is_null()) return true;
    return app->text() && is_app_enabled(tx, *app->text(), tx.actor.uid);
}

Result<bool> is_app_order(Transaction& tx, std::string_view value) {
    const std::optional<Value> order = parse_json(value);
    if (!order) return refuse(Errc::internal, "Syntax error", "apporder");
    if (!order->array()) return false;
    return std::all_of(order->array()->begin(), order->array()->end(),
                       [&tx](const Array::Entry& entry) { return is_place(tx, entry); });
}

// Queues the job that sets the status by the working hours; resets one that is queued.
void queue_status_job(Transaction& tx) {
    Array argument;
    argument.set("userId", tx.actor.uid.text());
    storage::queue_job(rows_of(tx), kStatusJob, to_json(argument), tx.now);
}

constexpr Approved kApproved[] = {
    {"core", "apporder", is_app_order},
    {"dav", "user_status_automation", is_yes, queue_status_job},
    {"theming", "force_enable_blur_filter", is_yes_or_no},
    {"theming", "primary_color", is_some_color},
    {"theming", "shortcuts_disabled", is_yes},
};

Result<const Approved*> find_approved(std::string_view app, std::string_view key) {
    const auto* found = std::ranges::find_if(
        kApproved, [&](const Approved& row) { return row.app == app && row.key == key; });
    if (found == std::end(kApproved))
        return refuse(Errc::invalid_argument, "", "preference", std::string(key));
    return found;
}

Result<Done> check_value(Transaction& tx, std::string_view app, const std::string& key,
                         const std::string& value) {
    const Approved* approved = TRY(find_approved(app, key));
    const bool accepted = TRY(approved->accepts(tx, value));
    if (!accepted) return refuse(Errc::invalid_argument, "", "value of preference", key);
    return Done{};
}

void store_value(Transaction& tx, std::string_view app, const std::string& key,
                 const std::string& value) {
    const Result<const Approved*> approved = find_approved(app, key);
    if (approved && (*approved)->follow) (*approved)->follow(tx);
    std::optional<std::string> before = storage::preference(rows_of(tx), tx.actor.uid, app, key);
    storage::set_preference(rows_of(tx), tx.actor.uid, app, key, value);
    record_edit(tx, tx.actor.uid, fmt::format("{}/{}", app, key), std::move(before), value);
}

}  // namespace

std::string own_preference(Transaction& tx, std::string_view app, std::string_view key,
                           std::string_view otherwise) {
    return storage::preference(rows_of(tx), tx.actor.uid, app, key)
        .value_or(std::string(otherwise));
}

Result<Done> set_own_preferences(Transaction& tx, std::string_view app, const Array& values) {
    for (const auto& [key, value] : values) {
        if (is_whole_number(key) || !value.text())
            return refuse(Errc::internal, "A preference has a name and a text", "configs");
        TRY(check_value(tx, app, key, *value.text()));
    }
    if (!values.empty()) storage::hold_user(rows_of(tx), to_lower(tx.actor.uid));
    for (const auto& [key, value] : values)
        store_value(tx, app, key, *value.text());
    return Done{};
}

Result<Done> set_own_preference(Transaction& tx, std::string_view app, const std::string& key,
                                const std::string& value) {
    TRY(check_value(tx, app, key, value));
    storage::hold_user(rows_of(tx), to_lower(tx.actor.uid));
    store_value(tx, app, key, value);
    return Done{};
}

Result<Done> delete_own_preferences(Transaction& tx, std::string_view app,
                                    const std::vector<std::string>& keys) {
    for (const std::string& key : keys)
        TRY(find_approved(app, key));
    for (const std::string& key : keys) {
        std::optional<std::string> before =
            storage::preference(rows_of(tx), tx.actor.uid, app, key);
        storage::delete_preference(rows_of(tx), tx.actor.uid, app, key);
        record_edit(tx, tx.actor.uid, fmt::format("{}/{}", app, key), std::move(before),
                    std::nullopt);
    }
    return Done{};
}

}  // namespace roster
