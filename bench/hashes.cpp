// SPDX-License-Identifier: Apache-2.0
// How long it takes to make COUNT accounts with passwords in one unit of work, at the cost that PHP
// has: bench_hashes COUNT prints it beside the time of as many hashes one after the other.
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <set>
#include <thread>

#include "directory/passwords/password_hashes.h"
#include "directory/user_creation.h"

using namespace roster;

namespace {

constexpr std::string_view kPassword = "S3cret-pass-word";

template <class Work>
double seconds_of(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void make_accounts(Transaction& tx, std::size_t count) {
    tx.actor = {.credential = Credential::command_line, .in_admin_group = true, .admin = true};
    hash_ahead(tx, std::vector<std::string>(count, std::string(kPassword)));
    for (std::size_t i = 0; i < count; ++i)
        if (!create_user(tx, {.uid = fmt::format("user{}", i), .password = std::string(kPassword)}))
            throw std::runtime_error("an account was refused");
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
        Work work;
        Transaction tx(house, *db, work);
        make_accounts(tx, count);
    });
    const auto hashes = db->texts("SELECT password FROM oc_users");
    fmt::print(
        "{} accounts in {:.2f} s on {} cores, as many hashes one by one {:.2f} s; {} "
        "different hashes\n",
        count, together, std::thread::hardware_concurrency(), alone,
        std::set(hashes.begin(), hashes.end()).size());
}
