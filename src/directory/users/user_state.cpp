// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_state.h"

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/user_fields.h"
#include "directory/users/users.h"
#include "storage/records/user_locks.h"

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

using SharedDefaults = std::shared_ptr<const ProfileDefaults>;

SharedDefaults shared(ProfileDefaults defaults) {
    return std::make_shared<const ProfileDefaults>(std::move(defaults));
}

void take_profile(UserState& state, std::optional<std::string> json,
                  const SharedDefaults& defaults) {
    state.profile = StoredProfile(std::move(json),
                                  [name = state.display_name(), email = state.field(FieldId::email),
                                   defaults] { return default_profile(name, email, *defaults); });
}

UserState to_state(storage::UserRows&& rows, const SharedDefaults& defaults) {
    UserState state{.uid = rows.uid,
                    .is_known = rows.is_known,
                    .has_lookalikes = rows.has_lookalikes,
                    .known = rows.known};
    state.exists = rows.user && rows.user->uid == rows.uid;
    state.has_namesake = rows.user && !state.exists;
    state.is_taken = rows.is_taken || state.has_namesake;
    if (state.exists) {
        state.stored_name = std::move(rows.user->stored_display_name);
        state.password_hash = std::move(rows.user->password_hash);
    }
    take_fields(state, rows.preferences);
    state.gids = std::move(rows.gids);
    state.subadmin_gids = std::move(rows.subadmin_gids);
    take_profile(state, std::move(rows.profile_json), defaults);
    return state;
}

std::vector<storage::UserRows> find_rows(Transaction& tx, std::span<const Uid> uids,
                                         storage::UserParts parts = {}) {
    return storage::find_user_rows(rows_of(tx), uids, parts);
}

std::vector<UserState> to_states(std::vector<storage::UserRows> found,
                                 const SharedDefaults& defaults) {
    std::vector<UserState> states;
    for (storage::UserRows& rows : found)
        states.push_back(to_state(std::move(rows), defaults));
    return states;
}

std::vector<UserState> complete(Transaction& tx, std::vector<storage::UserRows> found) {
    // The app value does not matter when every profile says whether it is enabled.
    const bool any_new = std::ranges::any_of(found, [](const storage::UserRows& rows) {
        return !rows.profile_json ||
               rows.profile_json->find("profile_enabled\"") == std::string::npos;
    });
    return to_states(std::move(found), shared(any_new ? find_profile_defaults(tx)
                                                      : profile_defaults_of(tx, std::nullopt)));
}

// The name of another user depends on neither preferences nor memberships.
bool is_about_name_only(const UserChange& change) {
    return change.display_name && !has_text(change, &UserChange::display_name) && !change.creates &&
           !change.password && !change.enabled && change.profile.empty() && change.groups.empty() &&
           change.subadmin_of.empty();
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

Profile UserState::present_profile() const {
    Profile present = profile.get();
    present[PropertyId::displayname].value = display_name();
    return present;
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
    return complete(tx, find_rows(tx, uids));
}

std::vector<UserState> load_user_states(Transaction& tx, std::span<const Uid> uids,
                                        const ProfileDefaults& defaults) {
    return to_states(find_rows(tx, uids), shared(defaults));
}

UserState load_user_state(Transaction& tx, const Uid& uid) {
    return std::move(load_user_states(tx, {&uid, 1}).front());
}

UserState load_user_state(Transaction& tx, const Uid& uid, const UserChange& change) {
    std::vector<storage::UserRows> found = find_rows(tx, {&uid, 1}, parts_for(change, tx.actor));
    // A new profile needs the e-mail address, which is a preference.
    if (!found.front().profile_json) return load_user_state(tx, uid);
    return std::move(complete(tx, std::move(found)).front());
}

Result<UserState> find_user_state(Transaction& tx, std::string_view id, const UserChange& change) {
    // Most ids are uids as stored, of users who were locked before. An id that is not a valid text
    // cannot be locked: the engine would report an error.
    const bool is_text = is_utf8(id) && id.find('\0') == id.npos;
    if (may_be_uid(id) && is_text &&
        (!rows_of(tx).writable() || storage::lock_again(rows_of(tx), to_lower(id)))) {
        UserState state = load_user_state(tx, Uid(std::string(id)), change);
        if (state.exists) return state;
    }
    const User user = TRY(find_user(tx, id));
    return load_user_state(tx, Uid(user.uid), change);
}

storage::UserParts parts_for(const UserChange& change, const Actor& actor) {
    const bool has_phone = std::ranges::any_of(
        change.profile.values, [](const auto& value) { return value.first == PropertyId::phone; });
    return {.preferences = !is_about_name_only(change),
            .memberships = !actor.admin || change.creates || !change.groups.empty() ||
                           !change.subadmin_of.empty(),
            .fame = has_phone};
}

void begin_profile(UserState& state) {
    if (state.profile.has_row()) return;
    Profile profile = state.present_profile();
    std::string json = to_account_json(profile);
    if (json.empty()) return;  // a name is not UTF-8
    state.profile = StoredProfile(std::move(json), std::move(profile));
}

}  // namespace roster
