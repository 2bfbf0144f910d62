// SPDX-License-Identifier: Apache-2.0
#include "ocs/api/known_objects.h"

#include <algorithm>
#include <memory>
#include <span>

#include "directory/groups/access.h"
#include "directory/ready_objects.h"
#include "directory/users/users.h"
#include "ocs/api/user_object.h"

namespace roster::ocs {

namespace {

struct KnownObject {
    std::shared_ptr<const Settings> settings{};
    std::string json{};
};
using Kept = std::shared_ptr<const KnownObject>;

// What administrators see of other users depends only on the database and the settings; their own
// object depends on the request's language, too.
bool may_be_known(const Call& call) {
    return call.exchange.run.format == Format::json && call.tx.actor.sees_everybody() &&
           call.tx.forced_language.empty();
}

std::string key_of(const Call& call, std::string_view uid) {
    std::string key("object ");
    key.append(call.tx.actor.uid).append("\n").append(uid);
    return key;
}

Kept make_known(Call& call, std::string&& json) {
    return std::make_shared<const KnownObject>(
        KnownObject{.settings = call.tx.settings, .json = std::move(json)});
}

void keep(storage::ReadCache& memory, std::string&& key, const Kept& known) {
    memory.keep(std::move(key), known, sizeof(KnownObject) + known->json.size());
}

// The cached or stored objects of these users; nothing for the others.
std::vector<Kept> find_known(Call& call, std::span<const Uid> uids) {
    std::vector<Kept> found(uids.size());
    storage::ReadCache* const memory = may_be_known(call) ? call.tx.cache() : nullptr;
    if (!memory) return found;
    std::vector<Uid> others;
    for (std::size_t i = 0; i < uids.size(); ++i) {
        const std::any* const kept = memory->find(key_of(call, uids[i]));
        if (kept) found[i] = std::any_cast<const Kept&>(*kept);
        if (found[i] && found[i]->settings != call.tx.settings) found[i] = nullptr;
        if (!found[i]) others.push_back(uids[i]);
    }
    if (others.empty()) return found;
    auto ready = find_ready_objects(call.tx, others);
    for (std::size_t i = 0; i < uids.size(); ++i) {
        const auto object = found[i] ? ready.end() : ready.find(uids[i]);
        if (object == ready.end()) continue;
        found[i] = make_known(call, std::string(object->second));
        // With more objects than room, replacing them all the time would cost more than building
        // them again.
        if (memory->has_room()) keep(*memory, key_of(call, uids[i]), found[i]);
    }
    return found;
}

void write_known(Call& call, const KnownObject& known) {
    static_cast<JsonWriter&>(call.out).written(known.json);
}

void write_id(Call& call, const Uid& uid) {
    call.out.begin_map();
    call.out.member("id", uid);
    call.out.end();
}

void write_and_keep(Call& call, std::string_view id, const UserDetails& details, bool with_scopes) {
    const std::string& body = call.exchange.run.body;
    const std::size_t begin = body.size();
    write_user_object(call.out, details, with_scopes);
    if (is_self(call.tx, {.uid = details.uid}) || details.uid != id || !may_be_known(call)) return;
    storage::ReadCache* const memory = call.tx.cache();
    if (!memory || !call.out.representable() || !call.out.intact()) return;
    keep(*memory, key_of(call, id), make_known(call, body.substr(begin)));
}

// Writes a portion of the map: unknown users are read all at once.
void write_entries(Call& call, std::span<const Uid> uids, bool leave_out_gone) {
    const std::vector<Kept> known = find_known(call, uids);
    std::vector<Uid> others;
    for (std::size_t i = 0; i < uids.size(); ++i)
        if (!known[i]) others.push_back(uids[i]);
    const std::vector<std::optional<User>> found = users_with_uids(call.tx, others);
    std::vector<User> users;
    for (const std::optional<User>& user : found)
        if (user) users.push_back(*user);
    const std::vector<bool> visible = may_see(call.tx, users);
    std::vector<User> shown;
    for (std::size_t i = 0; i < users.size(); ++i)
        if (visible[i]) shown.push_back(users[i]);
    const std::vector<UserDetails> details = load_user_details(call.tx, shown);

    auto next_found = found.begin();
    auto next_visible = visible.begin();
    auto next_details = details.begin();
    for (std::size_t i = 0; i < uids.size(); ++i) {
        const bool is_gone = !known[i] && !*next_found;
        if (!known[i]) ++next_found;
        if (is_gone && leave_out_gone) continue;
        call.out.key(uids[i]);
        if (known[i])
            write_known(call, *known[i]);
        else if (!is_gone && *next_visible++)
            write_and_keep(call, uids[i], *next_details++, false);
        else
            write_id(call, uids[i]);
    }
}

}  // namespace

bool write_known_object(Call& call, const Uid& uid) {
    const Kept known = find_known(call, {&uid, 1}).front();
    if (known) write_known(call, *known);
    return known != nullptr;
}

void write_object_of(Call& call, std::string_view id, const User& user, bool with_scopes) {
    write_and_keep(call, id, find_user_details(call.tx, user), with_scopes);
}

void write_users_map(Call& call, const std::vector<Uid>& uids, bool leave_out_gone) {
    // One statement asks about this many users; a list without a limit may contain all.
    constexpr std::size_t kPortion = 256;
    call.out.begin_map();
    call.out.key("users");
    call.out.begin_map();
    for (std::size_t at = 0; at < uids.size(); at += kPortion)
        write_entries(call, std::span(uids).subspan(at, std::min(kPortion, uids.size() - at)),
                      leave_out_gone);
    call.out.end();
    call.out.end();
}

}  // namespace roster::ocs
