// SPDX-License-Identifier: Apache-2.0
#include "directory/ready_objects.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "base/crypto/crypto.h"
#include "directory/profiles/profiles.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/read_model/object_rows.h"
#include "storage/rows/profile_rows.h"

namespace roster {

namespace {

// Another build of this program may write different objects.
const std::string& this_program() {
    static const std::string kProgram = [] {
        const std::filesystem::path file = "/proc/self/exe";
        return fmt::format("{} {}", std::filesystem::file_size(file),
                           std::filesystem::last_write_time(file).time_since_epoch().count());
    }();
    return kProgram;
}

using Basis = std::optional<std::int64_t>;

Basis make_basis(Transaction& tx) {
    if (!storage::has_objects(rows_of(tx))) return std::nullopt;
    const std::optional<std::string> details = basis_of_details(tx);
    if (!details) return std::nullopt;
    constexpr int kHexadecimal = 16;
    constexpr std::size_t kDigits = 15;  // below 2^63
    const std::string digest = sha256_hex(this_program() + "\n" + *details);
    std::int64_t basis = 0;
    std::from_chars(digest.data(), digest.data() + kDigits, basis, kHexadecimal);
    return basis;
}

struct KnownBasis {
    std::shared_ptr<const Settings> settings{};
    Basis basis{};
};

// Nothing when no objects are stored in this database.
Basis basis_of_objects(Transaction& tx) {
    const char* const kKey = "basis of objects";
    storage::ReadCache* const memory = tx.cache();
    if (!memory) return make_basis(tx);
    if (const std::any* const found = memory->find(kKey)) {
        const KnownBasis& known = std::any_cast<const KnownBasis&>(*found);
        if (known.settings == tx.settings) return known.basis;
    }
    const Basis basis = make_basis(tx);
    memory->keep(kKey, KnownBasis{.settings = tx.settings, .basis = basis});
    return basis;
}

}  // namespace

std::unordered_map<Uid, std::string> find_ready_objects(Transaction& tx,
                                                        std::span<const Uid> uids) {
    const Basis basis = basis_of_objects(tx);
    if (!basis) return {};
    auto objects = storage::find_objects(rows_of(tx), uids, *basis);
    objects.erase(tx.actor.uid);
    return objects;
}

bool make_objects_ready(Transaction& tx, std::int64_t most, const WriteObject& write) {
    const Basis basis = basis_of_objects(tx);
    if (!basis) return false;
    std::vector<Uid> uids = storage::uids_with_old_objects(rows_of(tx), most);
    if (uids.empty()) uids = storage::next_uids_of_pass(rows_of(tx), *basis, most);
    tx.actor.admin = true;
    // Not for deleted users, and not for users without a profile: reading such a user writes one.
    const auto with_profile = storage::uids_with_account(rows_of(tx), uids);
    std::unordered_map<Uid, std::optional<std::string>> objects;
    std::vector<User> users;
    for (std::optional<User>& user : users_with_uids(tx, uids))
        if (user && with_profile.contains(user->uid)) users.push_back(*std::move(user));
    for (const UserDetails& details : load_user_details(tx, users))
        objects[details.uid] = write(details);
    for (const Uid& uid : uids)
        storage::keep_object(rows_of(tx), uid, *basis, objects[uid]);
    return !uids.empty();
}

}  // namespace roster
