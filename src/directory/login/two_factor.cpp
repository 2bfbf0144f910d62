// SPDX-License-Identifier: Apache-2.0
#include "directory/login/two_factor.h"

#include <algorithm>

#include "base/text.h"
#include "directory/audit.h"
#include "directory/config/apps.h"
#include "directory/rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"

namespace roster {

namespace {

constexpr std::string_view kBackupCodes = "backup_codes";
constexpr std::string_view kNotification = "twofactor_nextcloud_notification";

// A second factor, the app that provides it, and how an administrator may switch it.
struct Provider {
    std::string_view id;
    std::string_view app;
    bool may_be_enabled;
    bool may_be_disabled;
};

// In the order in which new states are stored.
constexpr Provider kProviders[] = {
    {kNotification, "twofactor_nextcloud_notification", true, true},
    {"totp", "twofactor_totp", false, true},
    {kBackupCodes, "twofactor_backupcodes", false, true},
};

const Provider* find_provider(Transaction& tx, std::string_view id, const Uid& uid) {
    const auto* found = std::ranges::find(kProviders, id, &Provider::id);
    if (found == std::end(kProviders) || !is_app_enabled(tx, found->app, uid)) return nullptr;
    return found;
}

// The provider's own state for a user without a stored one.
bool is_on_by_itself(Transaction& tx, const Provider& provider, const Uid& uid) {
    if (provider.id == kBackupCodes) return storage::has_backup_codes(rows_of(tx), uid);
    if (provider.id == kNotification)
        return storage::preference(rows_of(tx), uid, kNotification, "enabled") == "1";
    return false;
}

// Changes what the provider stores besides the state.
void apply_in_provider(Transaction& tx, const Provider& provider, const Uid& uid, bool enabled) {
    if (provider.id == kNotification)
        storage::set_preference(rows_of(tx), uid, kNotification, "enabled", enabled ? "1" : "0");
    if (provider.id == kBackupCodes && storage::has_backup_codes(rows_of(tx), uid))
        storage::delete_backup_codes(rows_of(tx), uid);
}

bool is_in_any(const std::vector<Gid>& gids, const std::vector<std::string>& groups) {
    return std::ranges::any_of(groups,
                               [&gids](const std::string& gid) { return contains(gids, gid); });
}

Result<Done> switch_all(Transaction& tx, const Uid& uid, const std::vector<std::string>& providers,
                        bool enabled) {
    for (const std::string& provider : providers) {
        TRY(switch_two_factor(tx, uid, provider, enabled));
        tx.keep();
    }
    return Done{};
}

}  // namespace

std::vector<storage::TwoFactorState> two_factor_states(Transaction& tx, const Uid& uid) {
    return storage::two_factor_states(rows_of(tx), uid);
}

Result<bool> switch_two_factor(Transaction& tx, const Uid& uid, std::string_view provider,
                               bool enabled) {
    const Provider* found = find_provider(tx, provider, uid);
    if (!found)
        return refuse(Errc::internal, "The provider '" + std::string(provider) + "' does not exist",
                      "providers");
    if (!(enabled ? found->may_be_enabled : found->may_be_disabled)) return false;
    apply_in_provider(tx, *found, uid, enabled);
    storage::set_two_factor_state(rows_of(tx), uid, found->id, enabled);
    record_event(tx,
                 {.kind = enabled ? EventKind::two_factor_enable : EventKind::two_factor_disable,
                  .subject = uid.text(),
                  .fields = {{.field = std::string(found->id)}}});
    return true;
}

Result<Done> enable_two_factor(Transaction& tx, const Uid& uid,
                               const std::vector<std::string>& providers) {
    return switch_all(tx, uid, providers, true);
}

Result<Done> disable_two_factor(Transaction& tx, const Uid& uid,
                                const std::vector<std::string>& providers) {
    return switch_all(tx, uid, providers, false);
}

bool is_two_factor_enforced(Transaction& tx, const Uid& uid) {
    if (tx.settings->text("twofactor_enforced", "false") != "true") return false;
    const std::vector<std::string> groups = tx.settings->texts("twofactor_enforced_groups");
    const std::vector<std::string> excluded =
        tx.settings->texts("twofactor_enforced_excluded_groups");
    if (groups.empty() && excluded.empty()) return true;
    const std::vector<Gid> gids = storage::gids_of_user(rows_of(tx), uid);
    if (is_in_any(gids, groups)) return true;
    if (is_in_any(gids, excluded)) return false;
    return groups.empty();
}

bool needs_second_factor(Transaction& tx, const Uid& uid) {
    return needs_second_factor(tx, uid,
                               {.states = storage::two_factor_states(rows_of(tx), uid),
                                .apps = storage::app_states(rows_of(tx))});
}

bool needs_second_factor(Transaction& tx, const Uid& uid, const storage::TwoFactorRows& rows) {
    if (is_two_factor_enforced(tx, uid)) return true;
    const std::vector<storage::TwoFactorState>& states = rows.states;
    bool needed = std::ranges::any_of(states, [](const storage::TwoFactorState& state) {
        return state.enabled && state.provider != kBackupCodes;
    });
    for (const Provider& provider : kProviders) {
        if (std::ranges::count(states, provider.id, &storage::TwoFactorState::provider) > 0)
            continue;
        const auto app = std::ranges::find(rows.apps, provider.app, &storage::AppState::app);
        const bool is_on = app != rows.apps.end() && is_app_on_for(tx, app->enabled, uid);
        if (!is_on && !is_always_enabled(provider.app)) continue;
        const bool enabled = is_on_by_itself(tx, provider, uid);
        storage::hold_user(rows_of(tx), to_lower(uid));
        storage::set_two_factor_state(rows_of(tx), uid, provider.id, enabled);
        needed |= enabled && provider.id != kBackupCodes;
    }
    return needed;
}

}  // namespace roster
