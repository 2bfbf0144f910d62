// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/file_rows.h"

#include "base/crypto/crypto.h"
#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {
constexpr std::size_t kLongestStorageId = 64;

std::string home_id(std::string_view uid) {
    const std::string id = "home::" + std::string(uid);
    return id.size() > kLongestStorageId ? md5_hex(id) : id;
}

}  // namespace

std::unordered_map<Uid, Home> find_homes(Connection& db, std::span<const Uid> uids) {
    std::vector<std::string> ids;
    std::unordered_map<std::string, Uid> uid_of;
    for (const Uid& uid : uids) {
        ids.push_back(home_id(uid));
        uid_of.emplace(ids.back(), uid);
    }
    std::unordered_map<Uid, Home> homes;
    // The hash of the path is the MD5 of "files".
    visit_many<
        "SELECT s.id, f.size FROM oc_storages s LEFT JOIN oc_filecache f"
        " ON f.storage = s.numeric_id AND f.path_hash = '45b963397aa40d4a0063e0d85e4fe7a1'"
        " WHERE s.id IN ([{exact}?|, ])">(
        db, ids,
        [&](const Row& row) {
            homes[uid_of.at(row.text(0))] = {.used_bytes = row.is_null(1) ? 0 : row.integer(1)};
        },
        [](const std::string& id) { return std::tie(id); });
    return homes;
}

void delete_home(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_mounts WHERE user_id = ?", uid);
    const std::optional<std::int64_t> home =
        db.one([](const Row& row) { return row.integer(0); },
               "SELECT numeric_id FROM oc_storages WHERE id = {exact}?", home_id(uid));
    if (!home) return;
    db.change("DELETE FROM oc_mounts WHERE storage_id = ?", *home);
    db.change("DELETE FROM oc_filecache WHERE storage = ?", *home);
    db.change("DELETE FROM oc_storages WHERE numeric_id = ?", *home);
}

}  // namespace roster::storage
