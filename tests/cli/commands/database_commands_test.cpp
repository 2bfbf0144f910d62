// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <iterator>

#include "cli/run.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

// The program where no installation can be opened.
Printed run_without_installation(std::vector<std::string> words) {
    std::ostringstream out, err;
    cli::CommandContext context{.out = out, .err = err};
    context.open = [](const std::string&) -> cli::Transport {
        throw std::runtime_error("nobody listens at db.example");
    };
    context.environment = [](const std::string&) { return std::nullopt; };
    Printed printed{.status = cli::run_command_line(std::move(words), context)};
    printed.out = out.str();
    printed.err = err.str();
    return printed;
}

// An installation with a data directory, on which the advice of doctor is followed.
struct Advised {
    Advised() {
        std::string name = (fs::temp_directory_path() / "roster-advice-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        world.house_installation.data_dir = folder;
    }
    ~Advised() { fs::remove_all(folder); }
    Advised(const Advised&) = delete;

    // What mends a finding; "" where there is none of the name.
    std::string advice(const std::string& finding) {
        const std::string report = run(world, {"doctor"}).out;
        const std::size_t place = report.find(" " + finding + ": ");
        if (place == std::string::npos) return "";
        const std::size_t begin = report.find("\n    ", place) + 5;
        return report.substr(begin, report.find('\n', begin) - begin);
    }
    // Runs the commands of a line, with a value for the word in capitals.
    void follow(std::string line, const std::map<std::string, std::string>& words = {}) {
        for (const auto& [word, value] : words)
            line.replace(line.find(word), word.size(), value);
        for (std::size_t place; !line.empty(); line.erase(0, place + 4)) {
            place = line.find(" && ");
            std::istringstream command(line.substr(0, place));
            const std::vector<std::string> typed{std::istream_iterator<std::string>(command), {}};
            REQUIRE(typed.front() == "roster");
            const Printed printed = run(world, {typed.begin() + 1, typed.end()});
            CHECK_MESSAGE(printed.status == 0, printed.out, printed.err);
            if (place == std::string::npos) return;
        }
    }

    World world;
    std::string folder;
};

}  // namespace

TEST_CASE("doctor says what cannot be opened, and ends as with any error") {
    const Printed report = run_without_installation({"doctor"});
    CHECK(report.status == 2);
    CHECK(report.err.empty());
    CHECK(report.out.find("error open: The installation cannot be opened: nobody listens at "
                          "db.example\n    See that data is the data directory") == 0);
    const Printed json = run_without_installation({"doctor", "--output=json"});
    CHECK(json.status == 2);
    CHECK(json.out.find("\"name\":\"open\"") != std::string::npos);
    const Printed mending = run_without_installation({"doctor", "--mend", "counters"});
    CHECK(mending.status == 2);
    CHECK(mending.out == "Nothing was mended: nobody listens at db.example\n");
}

TEST_CASE("doctor tells of maintenance among its findings only") {
    Advised advised;
    advised.world.set("maintenance", true);
    const Printed report = run(advised.world, {"doctor"});
    CHECK(report.err.empty());
    CHECK(report.out.find("warning maintenance: ") != std::string::npos);
    advised.follow(advised.advice("maintenance"));
    CHECK(advised.advice("maintenance").empty());
}

TEST_CASE("a finding is gone when its advice has been followed") {
    Advised advised;
    const auto followed = [&](const char* finding,
                              const std::map<std::string, std::string>& words = {}) {
        CAPTURE(finding);
        const std::string advice = advised.advice(finding);
        REQUIRE_FALSE(advice.empty());
        advised.follow(advice, words);
        CHECK(advised.advice(finding).empty());
    };
    for (const char* uid : {"ben", "cid"}) {
        advised.world.user(uid);
        run(advised.world, {"user:setting", uid, "settings", "email", "a@b.example"});
    }
    followed("tls");
    CHECK(fs::exists(advised.folder + "/tls-key.pem"));
    followed("admin_audit");
    followed("phone_region");
    advised.world.set("debug", true).set("hashingMemoryCost", 8).set("trusted_domains", "a/b");
    followed("debug");
    followed("weak_hashes");
    Array odd;
    odd.push("https://cloud.example.org");
    advised.world.set("trusted_domains", odd).set("trusted_proxies", odd);
    advised.world.set("allowed_admin_ranges", odd);
    followed("odd_trusted_domains", {{"NUMBER", "0"}, {"NAME", "cloud.example.org"}});
    followed("odd_trusted_proxies", {{"NUMBER", "0"}, {"ADDRESS", "10.0.0.1"}});
    followed("odd_admin_ranges", {{"NUMBER", "0"}, {"ADDRESS", "10.0.0.0/8"}});
    followed("mail", {{"HOST", "mail"}, {"NAME", "cloud"}, {"DOMAIN", "b.example"}});
    const std::string shared = advised.advice("shared_emails");
    advised.follow(shared.substr(shared.find("roster ")),
                   {{"UID", "cid"}, {"ADDRESS", "cid@b.example"}});
    CHECK(advised.advice("shared_emails").empty());
}

TEST_CASE(
    "the password of a database is asked for where the environment has none, not an empty one") {
    World world;
    const std::vector<std::string> convert{"db:convert-type", "pgsql", "user", "host", "name"};
    const auto password = [&](const Around& around) {
        return run(world, convert, around).database_password;
    };
    CHECK(password({.environment = {{"OC_DATABASE_PASS", "Plum"}}}) == "Plum");
    CHECK(password({.environment = {{"OC_DATABASE_PASS", ""}}}) == "");
    CHECK(password({.lines = {"typed"}}) == "typed");
    const Printed none = run(world, convert);
    CHECK(none.status == 1);
    CHECK(none.database_password == "none was used");
}
