// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/bundled_apps.h"

#include "base/json/value.h"
#include "directory/fixtures.h"

using namespace roster;
using namespace roster::test;

namespace {

auto information_of(std::string_view id) {
    const App* app = find_app(id);
    REQUIRE(app);
    return [app](Writer& out) { write_app_information(out, *app); };
}

}  // namespace

TEST_CASE("apps that may be disabled are listed in the order of the app folder") {
    const std::string data = to_json_data([](Writer& out) {
        out.begin_map();
        out.key("apps");
        out.begin_list();
        for (const App& app : all_apps())
            if (!app.always_enabled) out.text(app.id);
        out.end();
        out.end();
    });
    CHECK(data == directory_fixture("apps-all.json"));
}

TEST_CASE("the information about an app has Nextcloud's members in their order") {
    for (const std::string id : {"provisioning_api", "files"}) {
        CAPTURE(id);
        CHECK(to_json_data(information_of(id)) == directory_fixture("app-" + id + ".json"));
        CHECK(to_xml_data(information_of(id)) == directory_fixture("app-" + id + ".xml"));
    }
}

TEST_CASE("a single author with an address is a map with attributes") {
    CHECK(to_json_data(information_of("weather_status")) ==
          directory_fixture("app-weather_status.json"));
}

TEST_CASE("every app can tell about itself, in both formats") {
    for (const App& app : all_apps()) {
        CAPTURE(app.id);
        std::string text;
        JsonWriter json(text);
        write_app_information(json, app);
        CHECK(json.representable());
        CHECK(text.find(R"("summary":"")") == text.npos);
        CHECK(to_xml_data(information_of(app.id)).ends_with(" </data>\n"));
    }
}

TEST_CASE("an app is found by its exact id only") {
    REQUIRE(find_app("files"));
    CHECK(find_app("files")->version == "2.4.0");
    CHECK(find_app("files")->always_enabled);
    CHECK(find_app("password_policy")->enabled_by_default);
    CHECK_FALSE(find_app("admin_audit")->enabled_by_default);
    CHECK(find_app("Files") == nullptr);
    CHECK(find_app("ghostapp") == nullptr);
    CHECK(find_app("") == nullptr);
}
