// SPDX-License-Identifier: Apache-2.0
#include "directory/user_state.h"

#include <algorithm>

#include "base/text.h"
#include "directory/profiles.h"
#include "directory/rows.h"
#include "directory/users.h"
#include "storage/claim_rows.h"
#include "storage/user_state_rows.h"

namespace roster {

namespace {

std::size_t place_of(FieldId id) {
    return static_cast<std::size_t>(id);
}

void take_fields(UserState& state, const std::vector<storage::FieldPreference>& rows) {
    for (const storage::FieldPreference& row : rows)
        for (const FieldPlace& place : kFieldPlaces)
            if (place.app == row.app && place.key == row.key)
                state.fields[place_of(place.id)] = {
                    .value = row.value, .type = row.type, .indexed = row.flags != 0};
}

void take_profile(UserState& state, std::optional<std::string> json,
                  const ProfileDefaults& defaults) {
    const Profile first =
        default_profile(state.display_name(), state.field(FieldId::email), defaults);
    state.profile = json ? parse_account_json(*json, first) : first;
    state.profile_json = std::move(json);
    state.profile_name = state.profile[PropertyId::displayname].value;
    state.profile[PropertyId::displayname].value = state.display_name();
}

UserState to_state(storage::UserRows&& rows, const ProfileDefaults& defaults) {
    UserState state{
        .uid = rows.uid, .is_known = rows.is_known, .has_lookalikes = rows.has_lookalikes};
    state.is_taken = rows.is_taken || (rows.user && rows.user->uid != rows.uid);
    if (rows.user && !state.is_taken) {
        state.exists = true;
        state.stored_name = std::move(rows.user->stored_display_name);
        state.password_hash = std::move(rows.user->password_hash);
    }
    take_fields(state, rows.preferences);
    state.gids = std::move(rows.gids);
    state.subadmin_gids = std::move(rows.subadmin_gids);
    take_profile(state, std::move(rows.profile_json), defaults);
    return state;
}

std::vector<storage::UserRows> find_rows(Transaction& tx, std::span<const Uid> uids) {
    return storage::find_user_rows(rows_of(tx), uids);
}

std::vector<UserState> to_states(std::vector<storage::UserRows> found,
                                 const ProfileDefaults& defaults) {
    std::vector<UserState> states;
    for (storage::UserRows& rows : found)
        states.push_back(to_state(std::move(rows), defaults));
    return states;
}

}  // namespace

const std::string& UserState::display_name() const {
    const bool named = stored_name && !stored_name->empty() && *stored_name != "0";
    return named ? *stored_name : uid.text();
}

std::optional<std::string> UserState::field(FieldId id) const {
    const std::optional<FieldValue>& stored = fields[place_of(id)];
    if (!stored) return std::nullopt;
    return stored->value;
}

void UserState::set_field(FieldId id, std::optional<std::string> value) {
    std::optional<FieldValue>& stored = fields[place_of(id)];
    if (!value) {
        stored.reset();
        return;
    }
    const storage::PreferenceKind kind = kFieldPlaces[place_of(id)].kind;
    stored = {.value = *std::move(value), .type = kind.type, .indexed = kind.indexed};
}

std::vector<UserState> load_user_states(Transaction& tx, std::span<const Uid> uids) {
    std::vector<storage::UserRows> found = find_rows(tx, uids);
    // The app value is of no account where everybody's profile says whether it is on.
    const bool any_new = std::ranges::any_of(found, [](const storage::UserRows& rows) {
        return rows.profile_json.value_or("").find("\"profile_enabled\"") == std::string::npos;
    });
    return to_states(std::move(found),
                     any_new ? find_profile_defaults(tx) : profile_defaults_of(tx, std::nullopt));
}

std::vector<UserState> load_user_states(Transaction& tx, std::span<const Uid> uids,
                                        const ProfileDefaults& defaults) {
    return to_states(find_rows(tx, uids), defaults);
}

UserState load_user_state(Transaction& tx, const Uid& uid) {
    return std::move(load_user_states(tx, {&uid, 1}).front());
}

Result<UserState> find_user_state(Transaction& tx, std::string_view id) {
    // Most ids are uids as they are stored, of users who have been claimed before. One that is no
    // text cannot be claimed: the engine would take it for an accident.
    const bool is_text = is_utf8(id) && id.find('\0') == id.npos;
    if (may_be_uid(id) && is_text &&
        (!rows_of(tx).writable() || storage::claim_again(rows_of(tx), to_lower(id)))) {
        UserState state = load_user_state(tx, Uid(std::string(id)));
        if (state.exists) return state;
    }
    const User user = TRY(find_user(tx, id));
    return load_user_state(tx, Uid(user.uid));
}

void begin_profile(UserState& state) {
    if (state.profile_json) return;
    std::string json = to_account_json(state.profile);
    if (json.empty()) return;  // Of a name that is no UTF-8.
    state.profile_json = std::move(json);
    state.profile_name = state.display_name();
}

}  // namespace roster
