// SPDX-License-Identifier: Apache-2.0
#include "directory/doctor.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "base/crypto/crypto_certificate.h"
#include "base/json/json.h"
#include "support/world.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

// An installation with a data directory, in which nothing is wrong.
struct Patient {
    Patient() {
        std::string name = (fs::temp_directory_path() / "roster-doctor-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        world.house_installation.data_dir = folder;
        world.house_installation.log_dir = folder;
        write("config.json", 0600);
        world.now = system_seconds();
        world.set("version", "32.0.1.2").set("trusted_domains", "cloud.example.org");
        world.set("hashingMemoryCost", 65'536).set("default_phone_region", "DE");
        world.set("log.condition", *parse_json(R"({"apps":["admin_audit"]})"));
        world.set("mail_smtphost", "127.0.0.1").set("mail_from_address", "cloud");
        world.set("mail_domain", "example.org");
        world.set("trusted_proxies", "10.0.0.1").set("roster.tls.certificate", "good.pem");
        std::ofstream(folder + "/good.pem") << make_self_signed({"localhost"}, 31).certificate;
        run("INSERT INTO oc_appconfig (appid, configkey, configvalue) "
            "VALUES ('admin_audit', 'enabled', 'yes')");
    }
    ~Patient() { fs::remove_all(folder); }
    Patient(const Patient&) = delete;

    void run(const std::string& sql) const { world.db->run(sql); }
    void write(const std::string& file, mode_t mode) const {
        std::ofstream(folder + "/" + file) << "{}";
        chmod((folder + "/" + file).c_str(), mode);
    }
    std::map<std::string, Finding, std::less<>> findings() {
        CallMemo work;
        Transaction tx(world.house_installation, *world.db, work);
        std::map<std::string, Finding, std::less<>> found;
        for (Finding& finding : examine(tx))
            found.emplace(finding.name, finding);
        return found;
    }
    Result<std::int64_t> mend(std::string_view name) {
        CallMemo work;
        Transaction tx(world.house_installation, *world.db, work);
        Result<std::int64_t> rows = roster::mend(tx, name);
        tx.commit();
        return rows;
    }

    mutable World world;
    std::string folder;
};

void add_email(const Patient& patient, const std::string& uid, const std::string& indexed) {
    patient.run(
        "INSERT INTO oc_preferences (userid, appid, configkey, configvalue, type, flags, "
        "indexed) VALUES ('" +
        uid + "', 'settings', 'email', 'a@b.example', 1, 2, '" + indexed + "')");
}

void enable(const Patient& patient, const std::string& app) {
    patient.run("INSERT INTO oc_appconfig (appid, configkey, configvalue) VALUES ('" + app +
                "', 'enabled', 'yes')");
}

// What makes each finding appear. Where SQLite cannot have the fault there is nothing.
struct Fault {
    const char* name;
    std::function<void(Patient&)> make;
    const char* text;       // a piece of what is said
    const char* with = "";  // another finding that it brings along
};
const std::vector<Fault>& faults() {
    static const std::vector<Fault> kFaults = {
#include "directory/doctor_faults.inc"
    };
    return kFaults;
}

}  // namespace

TEST_CASE("a sound installation has no findings") {
    Patient patient;
    for (const auto& [name, finding] : patient.findings())
        FAIL_CHECK(name << ": " << finding.text);
}

TEST_CASE("an e-mail that is too long for the index need not be in it") {
    for (const char* indexed :
         {"", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        Patient patient;
        patient.run(std::string("INSERT INTO oc_preferences (userid, appid, configkey, configvalue,"
                                " type, flags, indexed) VALUES ('admin', 'settings', 'email', '") +
                    std::string(65, 'a') + "@b.example', 1, 2, '" + indexed + "')");
        CHECK_FALSE(patient.findings().contains("email_index"));
    }
}

TEST_CASE("every fault is found, by its name, with the command that mends it") {
    for (const Fault& fault : faults()) {
        if (!fault.make) continue;
        CAPTURE(std::string(fault.name));
        Patient patient;
        fault.make(patient);
        const auto found = patient.findings();
        REQUIRE(found.contains(fault.name));
        const Finding& finding = found.find(fault.name)->second;
        CHECK(finding.text.find(fault.text) != std::string::npos);
        CHECK(finding.text.find("{}") == std::string::npos);
        CHECK_FALSE(finding.mend.empty());
        CHECK(found.size() == (found.contains(fault.with) ? 2 : 1));
    }
}

TEST_CASE("an index of accounts that an older version has made is told of") {
    for (const char* loss :
         {"DROP INDEX roster_people_page_keys", "DROP TRIGGER roster_strangers_left"}) {
        Patient patient;
        if (patient.world.db->engine() != storage::Engine::sqlite) return;
        patient.run(loss);
        const auto found = patient.findings();
        REQUIRE(found.size() == 1);
        REQUIRE(found.contains("people_index"));
        CHECK(found.find("people_index")->second.mend.find("db:add-missing-indices") !=
              std::string::npos);
    }
}

TEST_CASE("searches on PostgreSQL without trigrams are told of") {
    Patient patient;
    if (patient.world.db->engine() != storage::Engine::postgres) return;
    patient.run("DROP INDEX roster_people_mails");
    const auto found = patient.findings();
    REQUIRE(found.size() == 1);
    REQUIRE(found.contains("trigrams"));
    CHECK(found.find("trigrams")->second.mend.find("CREATE EXTENSION pg_trgm") !=
          std::string::npos);
    patient.world.house_installation.database.add_people_index();
    CHECK(patient.findings().empty());
}

TEST_CASE("every check has its fault in this test") {
    std::vector<std::string> known, tested;
    for (const Check& check : doctor_checks())
        known.emplace_back(check.name);
    for (const Fault& fault : faults())
        tested.emplace_back(fault.name);
    CHECK(known == tested);
}

TEST_CASE("what doctor can mend is well afterwards, and the audit tells") {
    for (const Fault& fault : faults()) {
        const auto check = std::ranges::find(doctor_checks(), fault.name, &Check::name);
        if (!fault.make || !check->mend_rows) continue;
        CAPTURE(std::string(fault.name));
        Patient patient;
        fault.make(patient);
        const Result<std::int64_t> rows = patient.mend(fault.name);
        REQUIRE(rows);
        CHECK(*rows > 0);
        CHECK(patient.findings().empty());
        CHECK(patient.world.db->text("SELECT subject FROM roster_audit WHERE action = "
                                     "'doctor.mend'") == fault.name);
    }
    Patient patient;
    CHECK(patient.mend("debug").error().code == Errc::not_found);
    CHECK(patient.mend("nothing").error().code == Errc::not_found);
}

TEST_CASE("commands are told with the data directory that they are for") {
    Patient patient;
    patient.world.set("debug", true);
    CHECK(patient.findings().find("debug")->second.mend ==
          "roster --data-dir " + patient.folder + " config:system:delete debug");
}

TEST_CASE("each of several commands that mend is told with the data directory") {
    Patient patient;
    patient.run("DELETE FROM oc_appconfig WHERE appid = 'admin_audit'");
    const std::string roster = "roster --data-dir " + patient.folder;
    CHECK(patient.findings().find("admin_audit")->second.mend ==
          roster + " app:enable admin_audit && " + roster +
              " config:system:set log.condition apps 1 --value admin_audit");
}

TEST_CASE("an audit whose lines the log level leaves out counts as off") {
    Patient patient;
    patient.world.set("log.condition", Array{});
    CHECK(patient.findings().contains("admin_audit"));
    patient.world.set("loglevel", 1);
    CHECK_FALSE(patient.findings().contains("admin_audit"));
}

TEST_CASE("each entry of no use is told with its number, and one that fits is not") {
    Patient patient;
    const auto text_with = [&](const char* check, const char* key, const char* json) {
        patient.world.set(key, *parse_json(json));
        const auto found = patient.findings();
        const auto place = found.find(check);
        return place == found.end() ? "" : place->second.text;
    };
    const std::string domains = text_with(
        "odd_trusted_domains", "trusted_domains",
        R"(["a.example","https://b.example","c.example/d","e f","*.example",".g.example",7])");
    CHECK(domains.find(": 1: \"https://b.example\", 2: \"c.example/d\", 3: \"e f\", 5: "
                       "\".g.example\", 6: no text. ") != std::string::npos);
    for (const auto& [check, key] : {std::pair("odd_trusted_proxies", "trusted_proxies"),
                                     std::pair("odd_admin_ranges", "allowed_admin_ranges")})
        CHECK(text_with(check, key, R"(["10.0.0.1","10.0.0.0/8","proxy.example","10.0.0.0/99"])")
                  .ends_with(": 2: \"proxy.example\", 3: \"10.0.0.0/99\"."));
}

TEST_CASE("a mail server is missed only where an account has an address, and the reason is told") {
    Patient patient;
    patient.world.set("mail_domain", "").set("mail_smtphost", "");
    CHECK_FALSE(patient.findings().contains("mail"));
    add_email(patient, "admin", "a@b.example");
    CHECK(patient.findings().find("mail")->second.text.find("mail_smtphost, mail_domain are not") !=
          std::string::npos);
    patient.world.set("mail_smtpmode", "sendmail");
    CHECK(patient.findings().find("mail")->second.text.find("mail_smtpmode is sendmail") !=
          std::string::npos);
}

TEST_CASE("the guide has a row for each check with its severity, and none for another") {
    constexpr const char* kSeverities[] = {"note", "warning", "error"};
    std::vector<std::string> known, told;
    for (const Check& check : doctor_checks())
        known.push_back(std::string(check.name) + "` | " +
                        kSeverities[static_cast<std::size_t>(check.severity)]);
    std::ifstream page(std::string(ROSTER_TESTS_DIR) + "/../docs/guide/doctor.md");
    for (std::string line; std::getline(page, line);)
        if (line.starts_with("| `") && !line.starts_with("| `open`"))
            told.push_back(line.substr(3, line.find(" |", line.find(" | ") + 3) - 3));
    CHECK(known == told);
}
