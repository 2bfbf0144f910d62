// SPDX-License-Identifier: Apache-2.0
// The statements of a call in a bare loop on one core, without HTTP, login, rules or answer:
// bench_loops DATABASE CALL USERS SECONDS prints how many calls' worth of them fit into a second.
#include "bench/statements.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "storage/database.h"

using namespace roster;
using namespace roster::storage;

namespace {

constexpr int kBatch = 64;

struct Loop {
    Connection& db;
    CallStatements statements;
    std::int64_t count = 0;

    template <class Read>
    void one(Read read) {
        db.open_call();
        read();
        db.close_call(true);
        ++count;
    }
    template <class Change>
    void batch(Change change) {
        db.begin_batch();
        for (int i = 0; i < kBatch; ++i)
            one(change);
        db.commit_batch();
    }
    void get() {
        one([this] { statements.get(); });
    }
    void list() {
        one([this] { statements.list(); });
    }
    void details() {
        one([this] { statements.details(); });
    }
    void edit() {
        batch([this] { statements.edit(statements.draw_uid(), count); });
    }
    void create() {
        batch([this] { statements.create("bare-" + std::to_string(count), count); });
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const std::string call = argv[2];
    const bool writes = call == "edit" || call == "create";
    const auto connection = Database::file(argv[1]).connect(writes);
    const auto users = static_cast<std::uint64_t>(std::atoll(argv[3]));
    Loop loop{.db = *connection, .statements{*connection, users}};
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
