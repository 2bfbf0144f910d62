// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/transaction.h"
#include "model/change.h"
#include "model/error.h"
#include "model/profile.h"
#include "model/stored_profile.h"
#include "model/uid.h"
#include "model/user.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_state_rows.h"

namespace roster {

// The fields of a user that are stored as preferences (oc_preferences).
enum class FieldId : std::size_t {
    language,
    locale,
    timezone,
    first_day_of_week,
    quota,
    email,
    notify_email,
    manager,
    enabled,
    lost_password,  // the secret of an invitation to set a password
};
struct FieldPlace {
    FieldId id;
    std::string_view app, key;
    std::string_view field;  // as in changes
    storage::PreferenceKind kind = storage::kMixedPreference;
};
inline constexpr std::array kFieldPlaces{
    FieldPlace{FieldId::language, "core", "lang", "language", storage::kTextPreference},
    FieldPlace{FieldId::locale, "core", "locale", "locale", storage::kTextPreference},
    FieldPlace{FieldId::timezone, "core", "timezone", "timezone", storage::kTextPreference},
    FieldPlace{FieldId::first_day_of_week, "core", "first_day_of_week", "first_day_of_week"},
    FieldPlace{FieldId::quota, "files", "quota", "quota"},
    FieldPlace{FieldId::email, "settings", "email", "email", storage::kIndexedPreference},
    FieldPlace{FieldId::notify_email, "settings", "primary_email", "notify_email"},
    FieldPlace{FieldId::manager, "settings", "manager", "manager"},
    FieldPlace{FieldId::enabled, "core", "enabled", "enabled"},
    FieldPlace{FieldId::lost_password, "core", "lostpassword", ""},
};

// The value of such a field, and how its row is stored.
struct FieldValue {
    std::string value{};
    std::int64_t type = 0;
    bool indexed = false;

    bool operator==(const FieldValue&) const = default;
};

// All of a user that a change may concern; or a uid without a user.
struct UserState {
    Uid uid{};
    bool exists = false;
    bool is_taken = false;      // by a user whose uid differs in letter case or counts as equal
    bool has_namesake = false;  // a user whose uid differs only in letter case
    std::optional<std::string> stored_name{};
    std::string password_hash{};
    std::array<std::optional<FieldValue>, kFieldPlaces.size()> fields{};
    StoredProfile profile{};  // without a row when it was never read or edited
    std::vector<Gid> gids{}, subadmin_gids{};
    bool is_known = false;        // another user has found this one by phone number
    bool has_lookalikes = false;  // as in storage::UserRows
    storage::UserParts known{};   // what was loaded; the rest looks empty

    bool operator==(const UserState&) const = default;

    // The stored display name, or the uid when that is missing, empty or `0`.
    const std::string& display_name() const;
    // The value of a field; nothing when it is not set.
    std::optional<std::string> field(FieldId id) const;
    // No value deletes the field.
    void set_field(FieldId id, std::optional<std::string> value);
    std::string email() const { return field(FieldId::email).value_or(""); }
    // With the current display name.
    Profile present_profile() const;
    bool enabled() const { return field(FieldId::enabled) != "false"; }
    User user() const {
        return {.uid = uid, .stored_display_name = stored_name, .password_hash = password_hash};
    }
};

// One state for each uid, in their order; one statement for up to 256, and one more when a user has
// no profile yet.
std::vector<UserState> load_user_states(Transaction& tx, std::span<const Uid> uids);
// The same for one user.
UserState load_user_state(Transaction& tx, const Uid& uid);
// Only what plan() needs for this change: most changes need little, and each table costs time.
UserState load_user_state(Transaction& tx, const Uid& uid, const UserChange& change);
// The same when the defaults of new profiles are known.
std::vector<UserState> load_user_states(Transaction& tx, std::span<const Uid> uids,
                                        const ProfileDefaults& defaults);
// The state of the user that an id names, as find_user() does, locked for this change. Refuses
// user_not_found.
Result<UserState> find_user_state(Transaction& tx, std::string_view id, const UserChange& change);

// The tables that plan() needs for this change by this actor.
storage::UserParts parts_for(const UserChange& change, const Actor& actor);

// Gives a user without a profile the one that a first read would store.
void begin_profile(UserState& state);

}  // namespace roster
