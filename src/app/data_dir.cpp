// SPDX-License-Identifier: Apache-2.0
#include "app/data_dir.h"

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>

#include "base/crypto/crypto.h"
#include "directory/groups/groups.h"
#include "directory/profiles/profiles.h"
#include "directory/users/user_change.h"
#include "directory/users/user_plan.h"
#include "directory/users/user_rules.h"
#include "directory/users/user_state.h"

namespace roster {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabaseFile = "roster.db";
constexpr const char* kSettingsFile = "config.json";
constexpr const char* kVersion = "32.0.1.2";
constexpr std::size_t kInstanceIdLength = 10, kSecretLength = 48, kSaltLength = 30;
constexpr const char* kInstanceIdAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

// The settings that Nextcloud's own installer writes into config.php.
Array first_settings() {
    Array trusted;
    trusted.push("localhost");
    trusted.push("127.0.0.1");
    trusted.push("[::1]");
    Array settings;
    settings.set("instanceid", "oc" + random_text(kInstanceIdLength, kInstanceIdAlphabet));
    settings.set("passwordsalt", random_text(kSaltLength, kBase64Alphabet));
    settings.set("secret", random_text(kSecretLength, kBase64Alphabet));
    settings.set("trusted_domains", std::move(trusted));
    settings.set("version", kVersion);
    settings.set("installed", true);
    return settings;
}

// Checks with the rules of the installation, except those for passwords, which apply to later
// users.
Checked<Plan> plan_admin(Transaction& tx, const Uid& uid, const Secret& password) {
    const UserChange change{.creates = true, .password = password};
    tx.actor = {.credential = Credential::command_line, .admin = true};
    Rules rules = load_rules(tx, change);
    rules.password_policy.is_on = false;
    return plan(load_user_state(tx, uid), change, rules);
}

void create_admin(Installation& house, const Uid& uid, const Secret& password) {
    const std::unique_ptr<storage::Connection> db = house.database.connect(true);
    CallMemo work;
    Transaction tx(house, *db, work);
    const Checked<Plan> planned = plan_admin(tx, uid, password);
    if (!planned) throw std::runtime_error(message_of(planned.error().front()));
    apply(tx, planned.value());
    join_group(tx, uid, Gid(kAdminGroup));
    load_profile(tx, {.uid = uid});
    tx.commit();
}

// Checks in a temporary installation in memory.
Result<Done> check_admin(const InstallOptions& options, const Array& settings) {
    Installation house{.database = storage::Database::memory(),
                       .settings = storage::SettingsFile(settings),
                       .data_dir = fs::absolute(options.data_dir).lexically_normal().string()};
    house.database.install(system_seconds());
    const std::unique_ptr<storage::Connection> db = house.database.connect(true);
    CallMemo work;
    Transaction tx(house, *db, work);
    const Checked<Plan> planned = plan_admin(tx, options.admin_user, options.admin_password);
    if (!planned) return Unexpected{planned.error().front()};
    return Done{};
}

void make_tables(const storage::Database& database) {
    try {
        database.install(system_seconds());
    } catch (const storage::DatabaseError& error) {
        throw std::runtime_error(fmt::format(
            "cannot make the tables: {}. The database has to be reachable and must hold "
            "no tables of Nextcloud's; to work on those, use roster attach",
            error.what()));
    }
}

// An older version left the mode of the files with the password hashes to the umask. Files of
// another owner are left to that owner.
void make_private(const std::string& database_path) {
    for (const char* beside : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        fs::permissions(database_path + beside, fs::perms::group_all | fs::perms::others_all,
                        fs::perm_options::remove, ignored);
    }
}

std::string path_in(const std::string& data_dir, const char* file) {
    return (fs::path(data_dir) / file).string();
}

// A database without settings cannot take a new installation. New settings would not help either:
// they would have another secret.
void refuse_lost_settings(const std::string& data_dir) {
    const std::string settings = settings_file(data_dir), database = database_file(data_dir);
    if (fs::exists(settings) || !fs::exists(database)) return;
    throw std::runtime_error(fmt::format(
        "{} is missing, while {} is there: put it back from the backup. It holds the secret that "
        "belongs to the database. Where there is no backup, and for a new installation, name "
        "another --data-dir",
        settings, database));
}

}  // namespace

std::string settings_file(const std::string& data_dir) {
    return path_in(data_dir, kSettingsFile);
}

std::string database_file(const std::string& data_dir) {
    return path_in(data_dir, kDatabaseFile);
}

std::string log_dir_of(const Settings& settings, const std::string& data_dir) {
    const std::string theirs = settings.text("datadirectory");
    const bool usable =
        !theirs.empty() && fs::is_directory(theirs) && access(theirs.c_str(), W_OK | X_OK) == 0;
    return usable ? theirs : data_dir;
}

Result<Done> install(const InstallOptions& options) {
    const std::string settings_path = settings_file(options.data_dir);
    refuse_lost_settings(options.data_dir);
    if (fs::exists(settings_path))
        throw std::runtime_error(fmt::format("{} holds an installation already", options.data_dir));
    Array settings = first_settings();
    for (const auto& [key, value] : options.database)
        settings.set(key, value);
    TRY(check_admin(options, settings));
    fs::create_directories(options.data_dir);
    fs::permissions(options.data_dir, fs::perms::owner_all);

    const storage::ConnectionSettings location =
        storage::database_location(Settings(settings), options.data_dir);
    make_tables(storage::Database(location));
    storage::SettingsFile(settings_path).replace(std::move(settings));
    const std::unique_ptr<Installation> house = open_data_dir(options.data_dir);
    create_admin(*house, options.admin_user, options.admin_password);
    return Done{};
}

std::unique_ptr<Installation> find_data_dir(const std::string& data_dir) {
    const std::string settings_path = settings_file(data_dir);
    refuse_lost_settings(data_dir);
    if (!fs::exists(settings_path))
        throw std::runtime_error(fmt::format(
            "{} holds no installation; make one with: roster maintenance:install --admin-user NAME "
            "--admin-pass PASSWORD --data-dir {}",
            data_dir, data_dir));
    const std::string absolute = fs::absolute(data_dir).lexically_normal().string();
    make_private(database_file(absolute));
    const auto settings = storage::SettingsFile(settings_path).current();
    std::unique_ptr<Installation> house(new Installation{
        .database = storage::Database(storage::database_location(*settings, absolute)),
        .settings = storage::SettingsFile(settings_file(absolute)),
        .data_dir = absolute,
        .moved_at = settings->text(kMovedAt),
        .log_dir = log_dir_of(*settings, absolute)});
    house->settings.current();  // Cached from here on, whatever happens to the file.
    return house;
}

std::unique_ptr<Installation> open_data_dir(const std::string& data_dir) {
    std::unique_ptr<Installation> house = find_data_dir(data_dir);
    try {
        house->database.add_own_tables();
    } catch (const storage::DatabaseError& error) {
        throw std::runtime_error(with_advice(*house, error));
    }
    return house;
}

std::string with_advice(const Installation& installation, const storage::DatabaseError& error) {
    const bool locked_up =
        error.trouble == storage::Trouble::read_only || error.trouble == storage::Trouble::failing;
    if (!locked_up || installation.database.is_remote()) return error.what();
    return fmt::format(
        "The database cannot be written: {}. The user with the number {}, who runs this program, "
        "has to be able to write to {} and everything in it: run it as the user whose files they "
        "are, or as root: chown -R {} {}",
        error.what(), geteuid(), installation.data_dir, geteuid(), installation.data_dir);
}

std::unique_ptr<Installation> make_ephemeral() {
    Array settings = first_settings();
    // Nobody's secrets are in there, and tests should not wait for slow hashes.
    settings.set("hashingTimeCost", 1);
    settings.set("hashingMemoryCost", 8);
    settings.set("has_internet_connection", false);
    storage::Database database = storage::Database::memory();
    database.install(system_seconds());
    auto house = std::unique_ptr<Installation>(
        new Installation{.database = std::move(database),
                         .settings = storage::SettingsFile(std::move(settings)),
                         .data_dir = "/ephemeral"});
    create_admin(*house, Uid("admin"), Secret("admin"));
    return house;
}

}  // namespace roster
