// SPDX-License-Identifier: Apache-2.0
#include "ocs/known_objects.h"

#include <memory>

#include "directory/access.h"
#include "directory/ready_objects.h"
#include "directory/users.h"
#include "ocs/user_object.h"

namespace roster::ocs {

namespace {

struct KnownObject {
    std::shared_ptr<const Settings> settings{};
    std::string json{};
};
using Kept = std::shared_ptr<const KnownObject>;

// What administrators see of others follows from the database and the settings alone; their own
// object from the language they ask in, too.
bool may_be_known(const Call& call) {
    return call.exchange.run.format == Format::json && call.tx.actor.sees_everybody() &&
           call.tx.forced_language.empty();
}

std::string key_of(const Call& call, const std::string& uid) {
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

Kept find_known(Call& call, const std::string& uid) {
    storage::ReadCache* const memory = may_be_known(call) ? call.tx.cache() : nullptr;
    if (!memory) return nullptr;
    std::string key = key_of(call, uid);
    if (const std::any* const found = memory->find(key)) {
        const Kept& known = std::any_cast<const Kept&>(*found);
        if (known->settings == call.tx.settings) return known;
    }
    std::optional<std::string> ready = find_ready_object(call.tx, uid);
    if (!ready) return nullptr;
    const Kept known = make_known(call, *std::move(ready));
    // Where there are more objects than room, to exchange them all the time would cost more than to
    // find them again.
    if (memory->has_room()) keep(*memory, std::move(key), known);
    return known;
}

void write_known(Call& call, const KnownObject& known) {
    static_cast<JsonWriter&>(call.out).written(known.json);
}

void write_entry(Call& call, const std::string& uid, bool leave_out_gone) {
    if (const Kept known = find_known(call, uid)) {
        call.out.key(uid);
        return write_known(call, *known);
    }
    const std::optional<User> user = user_with_uid(call.tx, uid);
    if (!user && leave_out_gone) return;
    call.out.key(uid);
    if (user && may_see(call.tx, *user)) return write_object_of(call, uid, *user, false);
    call.out.begin_map();
    call.out.member("id", uid);
    call.out.end();
}

}  // namespace

bool write_known_object(Call& call, const std::string& uid) {
    const Kept known = find_known(call, uid);
    if (known) write_known(call, *known);
    return known != nullptr;
}

void write_object_of(Call& call, const std::string& id, const User& user, bool with_scopes) {
    const std::string& body = call.exchange.run.body;
    const std::size_t begin = body.size();
    write_user_object(call.out, find_user_details(call.tx, user), with_scopes);
    if (is_self(call.tx, user) || id != user.uid || !may_be_known(call)) return;
    storage::ReadCache* const memory = call.tx.cache();
    if (!memory || !call.out.representable() || !call.out.intact()) return;
    keep(*memory, key_of(call, id), make_known(call, body.substr(begin)));
}

void write_users_map(Call& call, const std::vector<std::string>& uids, bool leave_out_gone) {
    call.out.begin_map();
    call.out.key("users");
    call.out.begin_map();
    for (const std::string& uid : uids)
        write_entry(call, uid, leave_out_gone);
    call.out.end();
    call.out.end();
}

}  // namespace roster::ocs
