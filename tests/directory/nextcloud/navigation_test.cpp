// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/navigation.h"

#include "base/json/value.h"
#include "directory/fixtures.h"

using namespace roster;
using namespace roster::test;

namespace {

std::string json(const NavigationContext& context) {
    return to_json_data([&](Writer& out) { write_navigation(out, context); });
}

NavigationContext without(std::string app) {
    return {.is_enabled = [app](std::string_view id) { return id != app; }};
}

}  // namespace

TEST_CASE("a stock installation shows Nextcloud's entries, byte for byte") {
    const NavigationContext all = without("");
    CHECK(json(all) == directory_fixture("navigation.json"));
    CHECK(to_xml_data([&](Writer& out) { write_navigation(out, all); }) ==
          directory_fixture("navigation.xml"));
}

TEST_CASE("without the dashboard the files are opened first") {
    const std::string text = json(without("dashboard"));
    CHECK(text.starts_with(R"([{"id":"files",)"));
    CHECK(text.find(R"("app":"files","active":false,"unread":0,"classes":"","default":true)") !=
          text.npos);
}

TEST_CASE("the caller's own order sorts the entries and chooses the first app") {
    NavigationContext own = without("");
    own.own_order = {{"activity", -20}, {"dashboard", 3}};
    const std::string text = json(own);
    CHECK(text.starts_with(R"([{"id":"activity","order":-20,)"));
    CHECK(text.find(R"("default":true)") < text.find(R"("id":"files")"));
    CHECK(text.rfind(R"("id":"dashboard","order":3)") > text.find(R"("id":"photos")"));
}

TEST_CASE("addresses start with what stands before every path") {
    NavigationContext absolute = without("");
    absolute.base = "https://cloud.example.org";
    CHECK(json(absolute).find(R"("href":"https:\/\/cloud.example.org\/apps\/files\/")") !=
          std::string::npos);
}
