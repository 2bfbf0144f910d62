// SPDX-License-Identifier: Apache-2.0
// How long it takes to make COUNT users with passwords in one unit of work, at the cost that PHP
// has: bench_hashes COUNT prints it beside the time of as many hashes one after the other.
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "directory/passwords/password_hashes.h"
#include "directory/users/user_change.h"
#include "directory/users/user_plan.h"
#include "directory/users/user_rules.h"
#include "directory/users/user_state.h"

using namespace roster;

namespace {

constexpr const char* kPassword = "S3cret-pass-word";

template <class Work>
double seconds_of(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void make_users(Transaction& tx, std::size_t count) {
    tx.actor = {.credential = Credential::command_line, .in_admin_group = true, .admin = true};
    std::vector<Uid> uids;
    for (std::size_t i = 0; i < count; ++i)
        uids.emplace_back(fmt::format("user{}", i));
    const UserChange change{.creates = true, .password = Secret(kPassword)};
    const Rules rules = load_rules(tx, change);
    std::vector<Plan> plans;
    for (const UserState& user : load_user_states(tx, uids)) {
        Checked<Plan> planned = plan(user, change, rules);
        if (!planned) throw std::runtime_error(message_of(planned.error().front()));
        plans.push_back(std::move(planned).value());
    }
    roster::apply(tx, plans);
    tx.commit();
}

}  // namespace

int main(int count_of_arguments, char** arguments) {
    const std::size_t count =
        count_of_arguments > 1 ? std::strtoul(arguments[1], nullptr, 10) : 200;
    Installation house{.database = storage::Database::memory(),
                       .settings = storage::SettingsFile(Array{})};
    house.database.install(0);
    const auto db = house.database.connect(true);
    const double alone = seconds_of([&] {
        for (std::size_t i = 0; i < count; ++i)
            hash_password(kPassword, hashing_options(*house.settings.current()));
    });
    const double together = seconds_of([&] {
        CallMemo work;
        Transaction tx(house, *db, work);
        make_users(tx, count);
    });
    const auto hashes = db->texts("SELECT password FROM oc_users");
    fmt::print(
        "{} users in {:.2f} s on {} cores, as many hashes one by one {:.2f} s; {} "
        "different hashes\n",
        count, together, std::thread::hardware_concurrency(), alone,
        std::set(hashes.begin(), hashes.end()).size());
}
