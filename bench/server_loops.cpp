// SPDX-License-Identifier: Apache-2.0
// The statements of a call on PostgreSQL or MariaDB in a bare loop, without HTTP, login, rules or
// answer: bench_server_loops pgsql|mysql SOCKET DATABASE CALL USERS SECONDS CONNECTIONS prints how
// many calls' worth of them fit into a second. Changes are durable, each in a transaction of its
// own.
#include "bench/statements.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "storage/database.h"
#include "storage/records/user_locks.h"

using namespace roster;
using namespace roster::storage;

namespace {

// What one connection does again and again.
class Loop {
  public:
    Loop(const Database& database, std::uint64_t users, int number)
        : connection_(database.connect(true)),
          db_(*connection_),
          statements_(db_, users),
          number_(number) {}

    void get() { statements_.get(); }
    void list() { statements_.list(); }
    void details() { statements_.details(); }
    void edit() {
        const std::string uid = statements_.draw_uid();
        change(uid, [&] { statements_.edit(uid, ++count_); });
    }
    void create() {
        const std::string uid = "bare-" + std::to_string(getpid()) + "-" + std::to_string(number_) +
                                "-" + std::to_string(++count_);
        change(uid, [&] { statements_.create(uid, count_); });
    }

    void give_way() { db_.abandon_call(); }

  private:
    template <class Change>
    void change(const std::string& uid, Change make) {
        db_.open_call();
        lock_user(db_, uid);
        make();
        db_.close_call(true);
    }

    std::unique_ptr<Connection> connection_;
    Connection& db_;
    CallStatements statements_;
    const int number_;
    std::int64_t count_ = 0;
};

void (Loop::*step_named(const std::string& call))() {
    return call == "get"       ? &Loop::get
           : call == "list"    ? &Loop::list
           : call == "details" ? &Loop::details
           : call == "edit"    ? &Loop::edit
                               : &Loop::create;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) return 2;
    const std::string engine = argv[1];
    const Database database({.engine = engine == "pgsql" ? Engine::postgres : Engine::mariadb,
                             .hosts = {{.socket = argv[2]}},
                             .name = argv[3],
                             .user = "roster"});
    void (Loop::*const step)() = step_named(argv[4]);
    const auto users = static_cast<std::uint64_t>(std::atoll(argv[5]));
    const std::chrono::duration<double> wanted{std::atof(argv[6])};
    std::atomic<std::int64_t> made = 0;
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [&begun] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun);
    };
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < std::atoi(argv[7]); ++number)
            threads.emplace_back([&, number] {
                Loop loop(database, users, number);
                while (elapsed() < wanted) {
                    try {
                        (loop.*step)();
                        ++made;
                    } catch (const Conflict&) {
                        loop.give_way();  // Two wanted the same account.
                    }
                }
            });
    }
    std::printf("%.0f\n", static_cast<double>(made) / elapsed().count());
    return 0;
}
