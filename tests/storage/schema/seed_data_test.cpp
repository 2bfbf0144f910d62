// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/seed_data.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "storage/databases.h"

using namespace roster::storage;

namespace {

std::string value_of(std::string_view app, std::string_view key) {
    for (const StockAppValue& row : stock_app_values(1795443217))
        if (row.app == app && row.key == key) return row.value;
    return "(none)";
}

}  // namespace

TEST_CASE("a fresh installation has the app values that Nextcloud's installer leaves") {
    const std::vector<StockAppValue> values = stock_app_values(1795443217);
    std::set<std::string> core_keys;
    std::set<std::string> apps;
    for (const StockAppValue& row : values) {
        apps.insert(row.app);
        if (row.app == "core") core_keys.insert(row.key);
    }
    CHECK(core_keys == std::set<std::string>{"files_metadata", "installedat", "lastupdatedat",
                                             "public_files", "vendor"});
    CHECK(apps.size() == 47);
    CHECK(values.size() == 5 + 46 * 3);
    CHECK(value_of("core", "lastupdatedat") == "1795443217");
    CHECK(value_of("provisioning_api", "installed_version") == "1.22.0");
    CHECK(value_of("photos", "types") == "dav,authentication");
}

TEST_CASE("password_policy is on in a fresh installation, admin_audit is not installed") {
    CHECK(value_of("password_policy", "enabled") == "yes");
    CHECK(value_of("admin_audit", "enabled") == "(none)");
    CHECK(value_of("admin_audit", "installed_version") == "(none)");
}

TEST_CASE("of the 53 apps that come along 13 can never be disabled") {
    const auto apps = bundled_apps();
    CHECK(apps.size() == 53);
    CHECK(std::ranges::count(apps, StockState::always, &BundledApp::state) == 13);
    CHECK(std::ranges::count(apps, StockState::off, &BundledApp::state) == 7);
}

TEST_CASE("an installed database holds the stock app values and the group admin") {
    for (FreshDatabase& fresh : fresh_databases()) {
        CAPTURE(fresh.url);
        CHECK(fresh.db.integer("SELECT COUNT(*) FROM oc_appconfig") == 143);
        CHECK(fresh.db.text("SELECT displayname FROM oc_groups WHERE gid = 'admin'") == "admin");
        CHECK(fresh.db.integer("SELECT type FROM oc_appconfig WHERE configkey = 'files_metadata' "
                               "AND lazy = 1") == 64);
    }
}
