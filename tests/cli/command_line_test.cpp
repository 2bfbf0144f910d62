// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>

#include "app/data_dir.h"
#include "app/house.h"
#include "base/json/json.h"
#include "cli/commands/commands.h"
#include "cli/output/usage.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

const std::string kFixtures = std::string(ROSTER_TESTS_DIR) + "/cli/fixtures/";

// Steps that name commands of other apps of Nextcloud, or that list its commands.
bool is_about_other_commands(const std::vector<std::string>& words) {
    if (words == std::vector<std::string>{"no:such"} || words.front() == "list") return true;
    return !cli::find_command(words.front()).command;
}

std::string unpacked(const std::string& path) {
    gzFile file = gzopen(path.c_str(), "rb");
    REQUIRE(file);
    std::string text;
    std::array<char, 65536> piece{};
    for (int bytes = 0;
         (bytes = gzread(file, piece.data(), static_cast<unsigned>(piece.size()))) > 0;)
        text.append(piece.data(), static_cast<std::size_t>(bytes));
    gzclose(file);
    return text;
}

// The settings that the recorded installation had, without the brace at their end.
constexpr const char* kSettings =
    R"({"passwordsalt":"IoKmbd17rmxyQGWCRgYVErZN+1dPsI",)"
    R"("secret":"NW6iOcZjmCzu53WKxXu7jKmwISjiYkKVmgDJ7tkPvSYiqgX0",)"
    R"("trusted_domains":["localhost"],)"
    R"("datadirectory":"/var/www/nextcloud/data","dbtype":"sqlite3","version":"32.0.1.2",)"
    R"("overwrite.cli.url":"http://localhost","installed":true,"instanceid":"ocg25s3itf1t",)"
    R"("skeletondirectory":"","ratelimit.protection.enabled":false,"default_phone_region":"DE")";
// Besides, so that hashes are cheap and no mail is sent.
constexpr const char* kOurSettings =
    R"(,"hashingTimeCost":1,"hashingMemoryCost":8,"mail_smtpmode":"null")";

// A data directory that holds the recorded installation, gone at the end.
class RecordedInstallation {
  public:
    explicit RecordedInstallation(bool with_our_settings = true) {
        std::string name = (fs::temp_directory_path() / "roster-cli-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path = name;
        static const std::string kDump =
            unpacked(std::string(ROSTER_TESTS_DIR) + "/attach/fixtures/sqlite.sql.gz");
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open((path + "/roster.db").c_str(), &db) == SQLITE_OK);
        REQUIRE(sqlite3_exec(db, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr) == SQLITE_OK);
        REQUIRE(sqlite3_exec(db, kDump.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(db);
        std::ofstream(path + "/config.json")
            << kSettings << (with_our_settings ? kOurSettings : "") << "}";
    }
    ~RecordedInstallation() { fs::remove_all(path); }
    RecordedInstallation(const RecordedInstallation&) = delete;

    std::string path;
};

// One run of the program, from its words to what it printed.
struct Run {
    std::string out{};
    std::string err{};
    int status = 0;
};

struct Desk {
    explicit Desk(const std::string& data_dir)
        : installation(open_data_dir(data_dir)),
          house(make_house(*installation)),
          db(installation->database.connect(true)) {}
    std::unique_ptr<Installation> installation;
    House house;
    std::unique_ptr<storage::Connection> db;
};

Run run(const std::string& data_dir, std::vector<std::string> words,
        const std::map<std::string, std::string>& environment = {}) {
    std::ostringstream out, err;
    cli::CommandContext context{.out = out, .err = err};
    context.open = [](const std::string& directory) -> cli::Transport {
        return [desk = std::make_shared<Desk>(directory)](Request request) {
            return answer_at_once(desk->house, *desk->db, std::move(request));
        };
    };
    context.environment = [&](const std::string& name) {
        if (name == "ROSTER_DATA_DIR") return data_dir;
        const auto found = environment.find(name);
        return found == environment.end() ? std::string() : found->second;
    };
    context.ask = [](const std::string&, cli::Echo) { return std::nullopt; };
    const int status = cli::run_command_line(std::move(words), context);
    return {.out = out.str(), .err = err.str(), .status = status};
}

std::vector<std::string> texts(const Value* list) {
    std::vector<std::string> result;
    for (const auto& [key, item] : *list->array())
        result.push_back(*item.text());
    return result;
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

// What cannot be the same twice: where the recorded installations lay (JSON names the place of
// another one), the room on their disk, tokens, and when a token was made. The folders of accounts
// are not at hand here.
std::string comparable(const std::string& text) {
    static const std::pair<std::regex, const char*> kVarying[] = {
        {std::regex(R"(\\/var\\/www\\/(seed-data\\/sqlite|nextcloud\\/data))"), "DATA"},
        {std::regex(R"("free":\d+,"used":0,"total":\d+,"relative":0,"quota":-3)"), "UNLIMITED"},
        {std::regex(R"(\b[A-Za-z0-9]{72}\b)"), "TOKEN"},
        {std::regex(R"(("name":"cli","lastActivity":)\d+)"), "$1NOW"},
        {std::regex(R"((\| cli  \| )[-0-9:T]+\+00:00)"), "$1NOW"},
        {std::regex(R"((user directories \| )\d )"), "$1N "},
    };
    std::string same = text;
    for (const auto& [varying, word] : kVarying)
        same = std::regex_replace(same, varying, word);
    return same;
}

void replay_step(const std::string& data_dir, const Array& step) {
    const std::vector<std::string> words = texts(step.find("args"));
    if (is_about_other_commands(words)) return;
    std::map<std::string, std::string> environment;
    if (const Value* set = step.find("env"); set && set->array())
        for (const auto& [name, value] : *set->array())
            environment[name] = *value.text();
    Run found = run(data_dir, words, environment);
    CAPTURE(joined(words));
    // An occ has one installation only. The rest of a help text is occ's.
    if (const std::size_t place = found.out.find(cli::kDataDirHelp); place != std::string::npos)
        found.out.erase(place, cli::kDataDirHelp.size());
    CHECK(comparable(found.out) == comparable(*step.find("stdout")->text()));
    CHECK(found.err == *step.find("stderr")->text());
    CHECK(found.status == *step.find("exit")->integer());
}

}  // namespace

TEST_CASE("commands print what occ printed on the same database") {
    std::ifstream recordings(kFixtures + "occ.jsonl");
    int groups = 0;
    for (std::string line; std::getline(recordings, line); ++groups) {
        const std::optional<Value> group = parse_json(line);
        REQUIRE(group);
        const std::string name = *group->array()->find("name")->text();
        CAPTURE(name);
        const RecordedInstallation installation(name != "config:list");
        for (const auto& [index, step] : *group->array()->find("steps")->array())
            replay_step(installation.path, *step.array());
    }
    CHECK(groups == 21);
}

TEST_CASE("a missing data directory is a sentence that says how to make one") {
    const Run found = run("/nonexistent", {"config:system:get", "version"});
    CHECK(found.status == 1);
    CHECK(found.err.find("maintenance:insta") != std::string::npos);
}

TEST_CASE("a command may be shortened as long as it stays the only one") {
    const RecordedInstallation installation;
    CHECK(run(installation.path, {"conf:sys:get", "version"}).out == "32.0.1.2\n");
    CHECK(run(installation.path, {"config:app"}).err.find("is not defined") != std::string::npos);
    CHECK(run(installation.path, {"user:d"}).err.find("is ambiguous") != std::string::npos);
}

TEST_CASE("settings keep their types and their nesting") {
    const RecordedInstallation installation;
    const auto show = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"--data-dir", installation.path});
        return run("elsewhere", words);
    };
    show({"config:system:set", "map", "a", "b", "--type=integer", "--value=1e3"});
    show({"config:system:set", "map", "c", "--type=json", "--value=[true,null]"});
    CHECK(show({"config:system:get", "map", "--output=json"}).out ==
          "{\"a\":{\"b\":1000},\"c\":[true,null]}\n");
    CHECK(show({"config:system:set", "map", "c", "--type=null"}).out ==
          "System config value map => c set to null\n");
    CHECK(show({"config:system:set", "new", "--value=1", "--update-only"}).status == 1);
    CHECK(show({"config:system:get", "new"}).status == 1);
    CHECK(show({"config:system:set", "t", "--type=boolean", "--value=maybe"}).status == 1);
}

TEST_CASE("a sensitive value is stored encrypted and read in plain") {
    const RecordedInstallation installation;
    CHECK(
        run(installation.path, {"config:app:set", "x", "k", "--value=s3cret", "--sensitive"}).out ==
        "Config value 'k' for app 'x' is now set to '<sensitive>', stored as mixed in fast "
        "cache\n");
    const Desk desk(installation.path);
    CHECK(desk.db->text("SELECT configvalue FROM oc_appconfig WHERE appid = 'x'")
              .value_or("")
              .starts_with("$AppConfigEncryption$"));
    CHECK(run(installation.path, {"config:app:get", "x", "k"}).out == "s3cret\n");
}

TEST_CASE("a value that is none of its type is not stored") {
    const RecordedInstallation installation;
    const Run refused =
        run(installation.path, {"config:app:set", "x", "n", "--value=five", "--type=integer"});
    CHECK(refused.status == 1);
    CHECK(refused.out == "Value is not an integer\n");
    CHECK(run(installation.path, {"config:app:get", "x", "n"}).status == 1);
}

TEST_CASE("an app limited to groups is named with them") {
    const RecordedInstallation installation;
    CHECK(run(installation.path, {"app:enable", "twofactor_totp", "--groups=staff"}).out ==
          "twofactor_totp 14.0.0 enabled for groups: Staff\n");
    CHECK(run(installation.path, {"app:enable", "provisioning_api", "--groups=staff"}).status == 1);
}

TEST_CASE("a second factor is enforced for the groups that were named") {
    const RecordedInstallation installation;
    CHECK(run(installation.path, {"twofactorauth:enforce", "--on", "--group=a", "--group=b"}).out ==
          "Two-factor authentication is enforced for members of the group(s) a, b\n");
    CHECK(run(installation.path, {"twofactorauth:enforce", "--on", "--exclude-group=c"}).out ==
          "Two-factor authentication is enforced for all users, except members of c\n");
    CHECK(run(installation.path, {"twofactorauth:enforce", "--off"}).out ==
          "Two-factor authentication is not enforced\n");
}

TEST_CASE("a settings page is delegated to a group once") {
    const RecordedInstallation installation;
    const std::string users = "OCA\\Settings\\Settings\\Admin\\Users";
    CHECK(run(installation.path, {"admin-delegation:add", users, "staff"}).status == 0);
    CHECK(run(installation.path, {"admin-delegation:add", users, "staff"}).status == 1);
    CHECK(run(installation.path, {"admin-delegation:add", users, "ghost"}).status == 3);
    CHECK(run(installation.path, {"admin-delegation:show", "--output=json"}).out ==
          "[{\"class\":\"OCA\\\\Settings\\\\Settings\\\\Admin\\\\Users\",\"gid\":\"staff\"}]\n");
    CHECK(run(installation.path, {"admin-delegation:remove", users, "staff"}).status == 0);
    CHECK(run(installation.path, {"admin-delegation:show", "--output=json"}).out == "[]\n");
}

TEST_CASE("every command has a name of its own, a function and help") {
    std::map<std::string_view, int> names;
    for (const cli::Command& command : cli::commands()) {
        CAPTURE(command.name);
        CHECK(++names[command.name] == 1);
        CHECK((command.run != nullptr));
        const Run help = run("/nonexistent", {std::string(command.name), "--help"});
        CHECK(help.status == 0);
        CHECK(help.out.starts_with("Description:\n  "));
    }
}

TEST_CASE("an app password is not made with a password that is not the account's") {
    const RecordedInstallation installation;
    const auto add = [&](const std::string& password) {
        return run(installation.path, {"user:auth-tokens:add", "--password-from-env", "frank"},
                   {{"OC_PASS", password}});
    };
    const Run refused = add("not-the-password");
    CHECK(refused.status == 1);
    CHECK(refused.out == "That is not the password of this account\n");
    CHECK(add("Correct-horse-frank").out.starts_with("app password:\n"));
}

TEST_CASE("tokens are deleted by id or by their last use, never by neither") {
    const RecordedInstallation installation;
    const auto tokens = [&] {
        return run(installation.path, {"user:auth-tokens:list", "frank", "--output=json"}).out;
    };
    REQUIRE(tokens().find("\"id\":2") != std::string::npos);
    CHECK(run(installation.path, {"user:auth-tokens:delete", "frank"}).status == 1);
    CHECK(run(installation.path, {"user:auth-tokens:delete", "sue", "2"}).status == 1);
    CHECK(run(installation.path, {"user:auth-tokens:delete", "frank", "2"}).status == 0);
    CHECK(tokens() == "[]\n");
    CHECK(run(installation.path, {"user:auth-tokens:add", "-n", "frank"}).status == 0);
    CHECK(run(installation.path,
              {"user:auth-tokens:delete", "frank", "--last-used-before=2100-01-01"})
              .status == 0);
    CHECK(tokens() == "[]\n");
}

TEST_CASE("options that contradict each other change nothing and say so") {
    const RecordedInstallation installation;
    const std::vector<std::vector<std::string>> wrong{
        {"files", "quota", "1 GB", "--delete"},
        {"files", "quota", "1 GB", "--default-value=x"},
        {"files", "quota", "--update-only"},
        {"files", "quota", "--error-if-not-exists"},
        {"files", "--delete"},
    };
    for (std::vector<std::string> words : wrong) {
        words.insert(words.begin(), {"user:setting", "frank"});
        CAPTURE(joined(words));
        const Run refused = run(installation.path, words);
        CHECK(refused.status == 1);
        CHECK(refused.out.find("can ") != std::string::npos);
    }
    CHECK(run(installation.path, {"user:setting", "frank", "files", "quota"}).out == "5 GB\n");
}

TEST_CASE("a setting whose name tells of a secret is recorded without its value") {
    const RecordedInstallation installation;
    run(installation.path, {"user:setting", "frank", "mail", "smtp_password", "Hidden-4711"});
    CHECK(run(installation.path, {"user:setting", "frank", "mail", "smtp_password"}).out ==
          "Hidden-4711\n");
    const std::string audit =
        run(installation.path, {"audit:list", "--user=frank", "--output=json"}).out;
    CHECK(audit.find("mail\\/smtp_password") != std::string::npos);
    CHECK(audit.find("Hidden-4711") == std::string::npos);
}

TEST_CASE("a list of settings keeps secrets to itself unless it is told otherwise") {
    const RecordedInstallation installation;
    const auto list = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "config:list");
        return run(installation.path, words).out;
    };
    const std::string all = list({});
    CHECK(all.find("NW6iOcZjmCzu53WKxXu7jKmwISjiYkKVmgDJ7tkPvSYiqgX0") == std::string::npos);
    CHECK(all.find(R"("secret": "***REMOVED SENSITIVE VALUE***")") != std::string::npos);
    CHECK(all.find(R"("lastupdatedat": 1795443217)") != std::string::npos);
    CHECK(list({"--private"}).find("NW6iOcZjmCzu53WKxXu7jKmwISjiYkKVmgDJ7tkPvSYiqgX0") !=
          std::string::npos);
    run(installation.path, {"config:app:set", "x", "k", "--value=s3cret", "--sensitive"});
    CHECK(list({"x", "--output=json"}) == R"({"apps":{"x":{"k":"***REMOVED SENSITIVE VALUE***"}}})"
                                          "\n");
    CHECK(list({"x", "--output=json", "--private"}) == R"({"apps":{"x":{"k":"s3cret"}}})"
                                                       "\n");
    CHECK(list({"ghost", "--output=json"}) == "{\"apps\":{\"ghost\":[]}}\n");
}

TEST_CASE("an account whose home nobody has opened has no storage") {
    const RecordedInstallation installation;
    const auto info = [&](const char* uid) {
        return run(installation.path, {"user:info", uid, "--output=json"}).out;
    };
    run(installation.path, {"user:setting", "frank", "files", "quota", "1.5"});
    CHECK(info("frank").find(
              R"("storage":{"free":1.5,"used":0,"total":1.5,"relative":0,"quota":1.5})") !=
          std::string::npos);
    const Desk desk(installation.path);
    desk.db->run("DELETE FROM oc_storages WHERE id = 'home::frank'");
    CHECK(info("frank").find(R"("storage":[])") != std::string::npos);
}
