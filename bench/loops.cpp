// SPDX-License-Identifier: Apache-2.0
// The statements of a call in a bare loop on one core, without HTTP, login, rules or answer:
// bench_loops DATABASE CALL USERS SECONDS prints how many calls' worth of them fit into a second.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "storage/audit_rows.h"
#include "storage/config_rows.h"
#include "storage/database.h"
#include "storage/group_rows.h"
#include "storage/profile_rows.h"
#include "storage/user_list_rows.h"
#include "storage/user_rows.h"

using namespace roster;
using namespace roster::storage;

namespace {

constexpr int kBatch = 64, kPage = 25;

struct Loop {
    Connection& db;
    std::int64_t users;
    std::mt19937_64 random{std::random_device{}()};
    std::int64_t count = 0;

    std::string draw_uid() {
        return "user" + std::to_string(random() % static_cast<std::uint64_t>(users));
    }
    void read_account(const std::string& uid) {
        find_user(db, uid);
        account_preferences(db, uid);
        gids_of_subadmin(db, uid);
        find_account_json(db, uid);
        gids_of_user(db, uid);
    }
    void get() {
        db.open_call();
        read_account(draw_uid());
        db.close_call(true);
        ++count;
    }
    std::vector<std::string> draw_page() {
        return page_of_uids(
            db, kPage, static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(users)));
    }
    void list() {
        db.open_call();
        draw_page();
        db.close_call(true);
        ++count;
    }
    void details() {
        db.open_call();
        for (const std::string& uid : draw_page())
            read_account(uid);
        db.close_call(true);
        ++count;
    }
    void record(const char* action, const std::string& uid) {
        append_audit(db, {.occurred = count,
                          .actor = "admin",
                          .credential = "password",
                          .request_id = "12345678901234567890",
                          .action = action,
                          .subject = uid});
    }
    template <class Change>
    void batch(Change change) {
        db.begin_batch();
        for (int i = 0; i < kBatch; ++i) {
            db.open_call();
            change();
            db.close_call(true);
            ++count;
        }
        db.commit_batch();
    }
    void edit() {
        batch([this] {
            const std::string uid = draw_uid();
            find_user(db, uid);
            set_display_name(db, uid, "Name " + std::to_string(count));
            record("user.edit", uid);
        });
    }
    void create() {
        batch([this] {
            const std::string uid = "bare-" + std::to_string(count);
            find_user(db, uid);
            insert_user(db, uid, uid, std::string(90, 'x'));
            record("user.create", uid);
        });
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const std::string call = argv[2];
    const bool writes = call == "edit" || call == "create";
    const auto connection = Database::file(argv[1]).connect(writes);
    Loop loop{.db = *connection, .users = std::atoll(argv[3])};
    void (Loop::*const step)() = call == "get"       ? &Loop::get
                                 : call == "list"    ? &Loop::list
                                 : call == "details" ? &Loop::details
                                 : call == "edit"    ? &Loop::edit
                                                     : &Loop::create;
    const auto begun = std::chrono::steady_clock::now();
    std::chrono::duration<double> elapsed{};
    while (elapsed.count() < std::atof(argv[4])) {
        (loop.*step)();
        elapsed = std::chrono::steady_clock::now() - begun;
    }
    std::printf("%.0f\n", static_cast<double>(loop.count) / elapsed.count());
    return 0;
}
