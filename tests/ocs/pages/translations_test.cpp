// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/translations.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "model/attached.h"
#include "support/world.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

constexpr const char* kPassword = "Plum-Kettle-42";

// A folder with the files of a Nextcloud in it, to which the world is attached.
struct Nextcloud {
    explicit Nextcloud(World& world) {
        std::string name = (fs::temp_directory_path() / "roster-texts-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        folder = name;
        world.set(kAttachedTo, folder + "/config/config.php");
    }
    ~Nextcloud() { fs::remove_all(folder); }
    Nextcloud(const Nextcloud&) = delete;
    void write(const std::string& name, const std::string& text) const {
        fs::create_directories(fs::path(folder + "/" + name).parent_path());
        std::ofstream(folder + "/" + name) << text;
    }
    std::string folder;
};

void speak(World& world, const std::string& language) {
    REQUIRE(world.as("admin")
                .put("/cloud/users/admin", {{"key", "language"}, {"value", language}})
                .number == 200);
}

}  // namespace

TEST_CASE("refusals are German for who has chosen German, but for those that never are") {
    World world;
    world.group("staff").group("empty").user("kim", {"staff"}).user("sue").subadmin("sue", "staff");
    auto admin = world.as("admin");
    speak(world, "de");
    const auto created = [&](Form form) {
        form.emplace_back("userid", "x");
        return admin.post("/cloud/users", form).message;
    };
    CHECK(created({}).find("Eine E-Mail-Adresse wird gebraucht") == 0);
    CHECK(created({{"password", std::string(470, 'x')}}) == "Ungültiges Passwort");
    CHECK(created({{"password", kPassword}, {"subadmin[]", "gone"}}).find("Die Gruppe für") == 0);
    CHECK(admin.post("/cloud/users", {{"userid", " x"}, {"password", kPassword}}).message ==
          "Der Anmeldename hat Leerzeichen am Anfang oder am Ende");
    CHECK(admin.post("/cloud/users/kim/welcome").message == "Keine E-Mail-Adresse vorhanden");
    CHECK(admin.post("/cloud/users/ghost/subadmins", {{"groupid", "staff"}}).message ==
          "Benutzer existiert nicht");
    CHECK(admin.post("/cloud/users/kim/subadmins", {{"groupid", "gone"}}).message ==
          "Gruppe existiert nicht");
    CHECK(admin.remove("/cloud/users/kim/subadmins", {{"groupid", "staff"}}).message ==
          "Der Benutzer ist kein Unteradministrator dieser Gruppe");
    CHECK(admin.put("/cloud/users/kim", {{"key", "first_day_of_week"}, {"value", "9"}}).message ==
          "Ungültiger erster Tag der Woche");
    // These have no translation.
    CHECK(admin.get("/cloud/users/ghost").message == "User does not exist");
    CHECK(admin.get("/cloud/groups/gone/subadmins").message == "Group does not exist");
    CHECK(admin.post("/cloud/groups", {{"groupid", ""}}).message == "Invalid group name");

    auto sue = world.as("sue");
    sue.put("/cloud/users/sue", {{"key", "language"}, {"value", "de_DE"}});
    CHECK(sue.post("/cloud/users", {{"userid", "x"}, {"password", kPassword}})
              .message.find("Keine Gruppe angegeben") == 0);
    CHECK(
        sue.post("/cloud/users", {{"userid", "x"}, {"password", kPassword}, {"groups[]", "empty"}})
            .message == "Keine ausreichenden Rechte für die Gruppe empty");
    CHECK(sue.remove("/cloud/users/kim/groups", {{"groupid", "staff"}})
              .message.find("Der Benutzer kann nicht aus der letzten Gruppe") == 0);
}

TEST_CASE("the faults of a password are German, each of them with its number") {
    World world;
    auto admin = world.as("admin");
    speak(world, "de");
    REQUIRE(admin.post("/cloud/apps/password_policy").number == 200);
    CHECK(admin.post("/cloud/users", {{"userid", "x"}, {"password", "123456"}}).message ==
          "Das Passwort ist eines der 1.000.000 häufigsten. Bitte wähle ein eigenes. Das Passwort "
          "muss mindestens 10 Zeichen lang sein.");
}

TEST_CASE("texts come out of the files of the Nextcloud beside, as they are now") {
    World world;
    Nextcloud nextcloud(world);
    auto admin = world.as("admin");
    const auto quota = [&] {
        return admin.put("/cloud/users/admin", {{"key", "quota"}, {"value", "lots"}}).message;
    };
    speak(world, "fr");
    CHECK(quota() == "Invalid quota value: lots");
    nextcloud.write(
        "apps/provisioning_api/l10n/fr.json",
        R"({"translations":{"Invalid quota value: %1$s":"Quota faux : %1$s","%n":["a"]}})");
    CHECK(quota() == "Quota faux : lots");
    CHECK(admin.put("/cloud/users/admin", {{"key", "locale"}, {"value", "x"}}).message ==
          "Invalid locale");
    nextcloud.write("apps/provisioning_api/l10n/fr.json",
                    R"({"translations":{"Invalid quota value: %s":"%s : un autre quota faux"}})");
    CHECK(quota() == "lots : un autre quota faux");
    nextcloud.write("apps/provisioning_api/l10n/fr.json", "broken");
    CHECK(quota() == "Invalid quota value: lots");
    // Without a file German is ours, with one Nextcloud's.
    speak(world, "de");
    CHECK(quota() == "Ungültiger Wert für Speicherkontigent: lots");
    nextcloud.write("apps/provisioning_api/l10n/de.json", R"({"translations":{}})");
    CHECK(quota() == "Invalid quota value: lots");
}
