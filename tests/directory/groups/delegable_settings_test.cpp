// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/delegable_settings.h"

#include <doctest/doctest.h>

#include <set>

#include "directory/nextcloud/bundled_apps.h"

using namespace roster;

TEST_CASE("settings that can be delegated are of an app, stand once, and by section") {
    std::set<std::string_view> classes, sections;
    std::string_view section;
    for (const DelegableSettings& settings : all_delegable_settings()) {
        CAPTURE(settings.class_name);
        CHECK(find_app(settings.app) != nullptr);
        CHECK(classes.insert(settings.class_name).second);
        if (settings.section != section) CHECK(sections.insert(settings.section).second);
        section = settings.section;
        CHECK(find_delegable_settings(settings.class_name) == &settings);
    }
    CHECK(classes.contains(kUsersSettings));
    CHECK(classes.contains(kSharingSettings));
    CHECK(find_delegable_settings("OCA\\Settings\\Settings\\Admin\\users") == nullptr);
}
