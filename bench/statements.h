// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "storage/records/audit_rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_queries.h"
#include "storage/rows/user_rows.h"

namespace roster::storage {

// The statements that a call of the benchmark makes, on one connection; those of a change stand in
// a transaction of the caller's.
class CallStatements {
  public:
    CallStatements(Connection& db, std::uint64_t users) : db_(db), users_(users) {}

    std::string draw_uid() { return "user" + std::to_string(random_() % users_); }
    void get() { read_account(draw_uid()); }
    std::vector<Uid> list() {
        constexpr std::int64_t kPage = 25;
        return find_uids(
            db_,
            {.window = {.limit = kPage, .offset = static_cast<std::int64_t>(random_() % users_)}});
    }
    void details() {
        for (const Uid& uid : list())
            read_account(uid.text());
    }
    // `number` makes the new name another one each time.
    void edit(const std::string& uid, std::int64_t number) {
        find_user(db_, uid);
        set_display_name(db_, uid, "Name " + std::to_string(number));
        record("user.edit", uid, number);
    }
    void create(const std::string& uid, std::int64_t number) {
        find_user(db_, uid);
        insert_user(db_, uid, uid, std::string(90, 'x'));
        record("user.create", uid, number);
    }

  private:
    void read_account(const std::string& uid) {
        find_user(db_, uid);
        account_preferences(db_, uid);
        gids_of_subadmin(db_, uid);
        find_account_json(db_, uid);
        gids_of_user(db_, uid);
    }
    void record(const char* action, const std::string& uid, std::int64_t occurred) {
        append_audit(db_, {{.occurred = occurred,
                            .actor = Uid("admin"),
                            .credential = "password",
                            .request_id = "12345678901234567890",
                            .action = action,
                            .subject = uid}});
    }

    Connection& db_;
    const std::uint64_t users_;
    std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace roster::storage
