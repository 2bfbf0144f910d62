// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json/value.h"
#include "directory/groups/access.h"
#include "directory/transaction.h"
#include "directory/users/user_change.h"
#include "model/profile.h"
#include "ocs/compat/user_edit.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"
#include "support/names.h"

namespace roster::test {

inline Array editing_settings() {
    Array settings;
    settings.set("secret", "test-secret");
    settings.set("hashingTimeCost", 1);
    settings.set("hashingMemoryCost", 8);
    settings.set("has_internet_connection", false);
    return settings;
}

// An installation in memory whose accounts are edited by one of them after another: root, an
// administrator; sue, who administers the group team; ann, its member; ben, in no group.
struct Editing {
    Installation house{.database = storage::Database::memory(),
                       .settings = storage::SettingsFile(editing_settings()),
                       .clock = [] { return std::int64_t{1'790'000'000}; }};
    std::unique_ptr<storage::Connection> db;
    CallMemo work{};
    Origin origin{.host = "cloud.example.org", .link_host = "cloud.example.org:8080"};
    std::unique_ptr<Transaction> tx{};

    Editing() {
        house.database.install(0);
        db = house.database.connect(true);
        for (const char* uid : {"root", "sue", "ann", "ben"})
            storage::insert_user(*db, uid, uid, "");
        storage::insert_member(*db, "admin", "root");
        storage::insert_group(*db, {"team"_gid, "team"});
        storage::insert_member(*db, "team", "ann");
        storage::insert_subadmin(*db, "team", "sue");
        as("root");
    }

    // From now on this account acts, in a call of its own.
    Transaction& as(std::string uid) {
        if (tx) tx->commit();
        tx = std::make_unique<Transaction>(house, *db, work);
        tx->origin = &origin;
        tx->actor = {.uid = Uid(uid), .credential = Credential::password};
        find_roles(*tx, tx->actor);
        return *tx;
    }
    Editing& set(const std::string& key, Value value) {
        house.settings.set({key}, std::move(value));
        as(tx->actor.uid.text());
        return *this;
    }
    Editing& set_app_value(const std::string& key, const std::string& value) {
        storage::set_app_value(*db, "files", key, {.value = value});
        return *this;
    }
    User account(const std::string& uid) { return *storage::find_user(*db, uid); }

    // The refusal, or an empty one with Errc::busy standing for success.
    Error edit(const std::string& uid, const std::string& key, const std::string& value) {
        return outcome(ocs::compat::edit_user(*tx, uid, key, value));
    }
    Error edit_mails(const std::string& uid, const std::string& key, const std::string& value) {
        return edit_collection(uid, "additional_mail", key, value);
    }
    Error edit_collection(const std::string& uid, const std::string& collection,
                          const std::string& key, const std::string& value) {
        return outcome(ocs::compat::edit_user_collection(*tx, uid, collection, key, value));
    }
    // The same without the manners of the API.
    Error change(const std::string& uid, const UserChange& wanted) {
        return outcome(change_user(*tx, Uid(uid), wanted));
    }
    static Error outcome(const Result<Done>& result) { return result ? kDone : result.error(); }
    inline static const Error kDone{.code = Errc::busy, .message = "done"};

    std::optional<std::string> preference(const std::string& uid, const std::string& app,
                                          const std::string& key) {
        return storage::preference(*db, uid, app, key);
    }
    Profile profile(const std::string& uid) {
        const auto json = storage::find_account_json(*db, uid);
        return json ? parse_account_json(*json, Profile{}) : Profile{};
    }
    std::string record(const std::string& uid) {
        return storage::find_account_json(*db, uid).value_or("");
    }
    std::vector<std::string> jobs(const std::string& class_end) {
        return db->texts("SELECT argument FROM oc_jobs WHERE class LIKE ? ORDER BY id",
                         "%" + class_end);
    }
};

// What was refused, as `code message`.
inline bool refuses(const Error& error, Errc code, const std::string& message = "") {
    return error.code == code && error.message == message;
}

}  // namespace roster::test
