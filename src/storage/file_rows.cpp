// SPDX-License-Identifier: Apache-2.0
#include "storage/file_rows.h"

#include "base/crypto.h"

namespace roster::storage {

namespace {
constexpr std::size_t kLongestStorageId = 64;
constexpr const char* kFilesPathHash = "45b963397aa40d4a0063e0d85e4fe7a1";  // MD5 of "files"

std::string home_id(std::string_view uid) {
    const std::string id = "home::" + std::string(uid);
    return id.size() > kLongestStorageId ? md5_hex(id) : id;
}

}  // namespace

bool has_homes(Connection& db) {
    return db.remembered("homes", [&db] { return db.exists("SELECT 1 FROM oc_storages LIMIT 1"); });
}

bool has_home(Connection& db, std::string_view uid) {
    return has_homes(db) && db.exists("SELECT 1 FROM oc_storages WHERE id = ?", home_id(uid));
}

std::int64_t used_bytes(Connection& db, std::string_view uid) {
    if (!has_homes(db)) return 0;
    return db.integer(
        "SELECT f.size FROM oc_storages s"
        " JOIN oc_filecache f ON f.storage = s.numeric_id AND f.path_hash = ?"
        " WHERE s.id = {exact}?",
        kFilesPathHash, home_id(uid));
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
