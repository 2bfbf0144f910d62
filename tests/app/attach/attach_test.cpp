// SPDX-License-Identifier: Apache-2.0
#include "app/attach/attach.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/attach/nextcloud_config.h"
#include "app/data_dir.h"
#include "storage/schema/schema.h"
#include "support/names.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

// A folder with a stock Nextcloud's database and its config.php.
struct Nextcloud {
    explicit Nextcloud(const std::string& prefix = "oc_") {
        std::string name = (fs::temp_directory_path() / "roster-attach-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        const storage::Database made =
            storage::Database({.path = database_path(), .prefix = prefix});
        made.install(0);
        made.drop_own_tables();
        write("config.php", fmt::format("<?php $CONFIG = array({});", stock));
    }
    ~Nextcloud() { fs::remove_all(folder); }
    Nextcloud(const Nextcloud&) = delete;

    std::string database_path() const { return folder + "/owncloud.db"; }
    std::string data_dir() const { return folder + "/roster"; }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder + "/" + name) << text;
    }
    AttachOptions options(std::vector<std::string> changes = {}) const {
        changes.insert(changes.begin(), "dbname=" + database_path());
        return {.config = folder + "/config.php", .data_dir = data_dir(), .changes = changes};
    }
    std::string attach(std::vector<std::string> changes = {}) const {
        return fmt::format("{}", fmt::join(roster::attach(options(std::move(changes))), "\n"));
    }
    void run(const std::string& sql) const {
        storage::Database::file(database_path()).connect(true)->run(sql);
    }
    std::shared_ptr<const Settings> settings() const {
        return storage::SettingsFile(settings_file(data_dir())).current();
    }

    std::string folder;
    const std::string stock =
        "'version' => '32.0.1.2', 'installed' => true, 'instanceid' => 'oc1', 'secret' => 's3cret',"
        "'dbtype' => 'sqlite3', 'passwordsalt' => 'salt', 'datadirectory' => '/nowhere/data',"
        "'trusted_domains' => ['cloud.example.org'], 'default_language' => 'de',";
};

std::string refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("attaching keeps every setting and changes nothing of Nextcloud's tables") {
    const Nextcloud theirs;
    const std::string told = theirs.attach({"default_language=fr", "loglevel=0", "debug=true"});
    CHECK(told.find("Nextcloud 32.0.1.2, SQLite file") != std::string::npos);
    CHECK(told.find("/nowhere/data cannot be written here") != std::string::npos);
    CHECK(told.find("s3cret") == std::string::npos);
    const auto settings = theirs.settings();
    CHECK(settings->text("secret") == "s3cret");
    CHECK(settings->text("default_language") == "fr");
    CHECK(settings->integer("loglevel", 2) == 0);
    CHECK(settings->find("debug")->boolean());
    CHECK(settings->texts("trusted_domains") == std::vector<std::string>{"cloud.example.org"});
    const auto house = open_data_dir(theirs.data_dir());
    const auto db = house->database.connect(false);
    CHECK(db->exists("SELECT 1 FROM oc_groups WHERE gid = 'admin'"));
    std::vector<std::string> own;
    for (const storage::KnownTable& table : storage::known_tables(storage::Engine::sqlite))
        if (table.own) own.emplace_back(table.name);
    std::ranges::sort(own);
    CHECK(own.size() >= 2);
    CHECK(db->texts("SELECT name FROM sqlite_master WHERE name LIKE 'roster%' AND type = 'table' "
                    "ORDER BY name") == own);
}

TEST_CASE("attaching again reads config.php anew and keeps Roster's own settings") {
    const Nextcloud theirs;
    theirs.attach();
    storage::SettingsFile(settings_file(theirs.data_dir())).set({"roster.hints"}, "body");
    theirs.write("config.php", fmt::format("<?php $CONFIG = [{} 'loglevel' => 3];", theirs.stock));
    theirs.attach();
    CHECK(theirs.settings()->text("roster.hints") == "body");
    CHECK(theirs.settings()->integer("loglevel", 2) == 3);
}

TEST_CASE("attaching again gives back the instanceid and the secret that were lost") {
    const Nextcloud theirs;
    theirs.attach();
    for (const char* key : {"instanceid", "secret"}) {
        storage::SettingsFile(settings_file(theirs.data_dir())).set({key}, "");
        theirs.attach();
        CHECK(theirs.settings()->missing().empty());
    }
    storage::SettingsFile(settings_file(theirs.data_dir())).set({"instanceid"}, "oc2");
    CHECK(refusal([&] { theirs.attach(); }).find("another Nextcloud") != std::string::npos);
}

TEST_CASE("the prefix of the tables is the installation's") {
    const Nextcloud theirs("nc_");
    CHECK(refusal([&] { theirs.attach(); }).find("--set dbtableprefix=nc_") != std::string::npos);
    CHECK_FALSE(fs::exists(theirs.data_dir()));
    theirs.attach({"dbtableprefix=nc_"});
    const auto house = open_data_dir(theirs.data_dir());
    CHECK(house->database.connect(false)->exists("SELECT 1 FROM oc_groups WHERE gid = 'admin'"));
    CHECK(refusal([&] { theirs.attach({"dbtableprefix=a;b"}); }).find("only have letters") !=
          std::string::npos);
}

TEST_CASE("the other files of Nextcloud's configuration are merged in their order") {
    const Nextcloud theirs;
    theirs.write("2.config.php", "<?php $CONFIG = ['loglevel' => 1, 'x' => 'two'];");
    theirs.write("10.config.php", "<?php $CONFIG = ['loglevel' => 0];");
    theirs.write("redis.config.php", "<?php\nif (getenv('REDIS_HOST')) { $CONFIG = []; }");
    theirs.write("config.sample.php", "<?php $CONFIG = ['loglevel' => 4];");
    const std::string told = theirs.attach();
    CHECK(theirs.settings()->integer("loglevel", 2) == 0);
    CHECK(theirs.settings()->text("x") == "two");
    CHECK(told.find("Left out " + theirs.folder + "/redis.config.php, line 2") !=
          std::string::npos);
    CHECK(told.find("config.sample.php") == std::string::npos);
}

TEST_CASE("what Roster does not know is refused with a sentence, and nothing is made") {
    const Nextcloud theirs;
    const auto refused = [&](const std::vector<std::string>& changes) {
        const std::string reason = refusal([&] { theirs.attach(changes); });
        CHECK_FALSE(fs::exists(theirs.data_dir()));
        return reason;
    };
    CHECK(refused({"version=31.0.5.1"}).starts_with("this is Nextcloud 31.0.5.1; Roster knows"));
    CHECK(refused({"version=320.0.0.0"}).starts_with("this is Nextcloud 320"));
    CHECK(refused({"installed=false"}).find("not installed") != std::string::npos);
    CHECK(refused({"secret="}).starts_with("the configuration has no secret;"));
    CHECK(refused({"dbtype=oci"}).find("of the type oci") != std::string::npos);
    CHECK(refused({"dbname=other"}).find("no database file /nowhere/data/other.db") !=
          std::string::npos);
    const std::string unreachable =
        refused({"dbtype=pgsql", "dbhost=127.0.0.1:1", "dbname=n", "dbpassword=Plum-Kettle"});
    CHECK(unreachable.starts_with("the PostgreSQL database n at 127.0.0.1:1 cannot be used: "));
    CHECK(unreachable.find("--set dbhost=HOST:PORT") != std::string::npos);
    CHECK(unreachable.find("Plum-Kettle") == std::string::npos);
    CHECK(refused({"nothing"}).find("--set needs KEY=VALUE") != std::string::npos);
    CHECK(refused({"=hidden"}).find("hidden") == std::string::npos);
    theirs.run("ALTER TABLE oc_authtoken DROP COLUMN password_hash");
    theirs.run("DROP TABLE oc_webauthn");
    CHECK(
        refused({}).find("lacks what Nextcloud 32 has: oc_authtoken.password_hash, oc_webauthn") !=
        std::string::npos);
    theirs.write("config.php", "<?php\n$CONFIG = array(\n'a' => SOME_CONSTANT);");
    CHECK(refused({}).starts_with(theirs.folder + "/config.php, line 3: `SOME_CONSTANT`"));
    fs::remove(theirs.folder + "/config.php");
    CHECK(refused({}).find("cannot read") == 0);
}

TEST_CASE("missing indexes are named, and made only when asked for") {
    const Nextcloud theirs;
    theirs.run("DROP INDEX user_uid_lower");
    CHECK(theirs.attach().find("missing: user_uid_lower on oc_users") != std::string::npos);
    CHECK(theirs.attach().find("missing: user_uid_lower on oc_users") != std::string::npos);
    AttachOptions options = theirs.options();
    options.add_indexes = true;
    CHECK(fmt::format("{}", fmt::join(attach(options), "\n"))
              .find("Made missing indexes: user_uid_lower") != std::string::npos);
    CHECK(theirs.attach().find("missing") == std::string::npos);
}

TEST_CASE("a data directory of something else is left alone") {
    const Nextcloud theirs, others;
    REQUIRE(install({.data_dir = theirs.data_dir(),
                     .admin_user = "root"_uid,
                     .admin_password = "Plum-42"_secret}));
    CHECK(refusal([&] { theirs.attach(); }).find("holds an installation of its own") !=
          std::string::npos);
    CHECK(refusal([&] { detach(theirs.data_dir()); }).find("not attached") != std::string::npos);
    others.attach();
    AttachOptions another = others.options({"instanceid=oc2"});
    CHECK(refusal([&] { attach(another); }).find("attached to another Nextcloud") !=
          std::string::npos);
}

TEST_CASE("detaching saves the audit and leaves nothing in the database") {
    const Nextcloud theirs;
    theirs.attach();
    {
        const auto house = open_data_dir(theirs.data_dir());
        house->database.connect(true)->run(
            "INSERT INTO roster_audit (chain, occurred, action, hash) "
            "VALUES ('', 5, 'user.edit', 'x')");
    }
    const std::vector<std::string> told = detach(theirs.data_dir());
    CHECK(told.front().starts_with("Saved 1 rows of roster_audit"));
    CHECK_FALSE(fs::exists(settings_file(theirs.data_dir())));
    std::ifstream saved(theirs.data_dir() + "/roster_audit.jsonl");
    std::string line;
    std::getline(saved, line);
    CHECK(line.find(R"("occurred":5,)") != std::string::npos);
    const auto db = storage::Database::file(theirs.database_path()).connect(false);
    CHECK_FALSE(db->exists("SELECT 1 FROM sqlite_master WHERE name LIKE 'roster%'"));
}

TEST_CASE("log files go to Nextcloud's data directory where it can be written") {
    const Nextcloud theirs;
    theirs.attach({"datadirectory=" + theirs.folder});
    CHECK(open_data_dir(theirs.data_dir())->log_dir == theirs.folder);
    theirs.attach({"datadirectory=/nowhere"});
    CHECK(open_data_dir(theirs.data_dir())->log_dir == theirs.data_dir());
}
