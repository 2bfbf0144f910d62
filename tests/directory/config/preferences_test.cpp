// SPDX-License-Identifier: Apache-2.0
#include "directory/config/preferences.h"

#include <doctest/doctest.h>

#include "support/names.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Turn {
    World world{};
    CallMemo work{};
    Transaction tx{world.house_installation, *world.db, work};

    Turn() { tx.actor = {.uid = "admin"_uid, .credential = Credential::password}; }
    Result<Done> set(std::string_view app, const std::string& key, const std::string& value) {
        Array values;
        values.set(key, value);
        return set_own_preferences(tx, app, values);
    }
    bool accepts(std::string_view app, const std::string& key, const std::string& value) {
        return set(app, key, value).has_value();
    }
};

}  // namespace

TEST_CASE("each approved key takes certain values only") {
    Turn turn;
    CHECK(turn.accepts("theming", "force_enable_blur_filter", "no"));
    CHECK_FALSE(turn.accepts("theming", "force_enable_blur_filter", "1"));
    CHECK(turn.accepts("theming", "shortcuts_disabled", "yes"));
    CHECK_FALSE(turn.accepts("theming", "shortcuts_disabled", "no"));
    CHECK(turn.accepts("theming", "primary_color", "#FF00aa"));
    CHECK_FALSE(turn.accepts("theming", "primary_color", "#ff00"));
    CHECK_FALSE(turn.accepts("theming", "primary_color", "#gggggg"));
    CHECK_FALSE(turn.accepts("theming", "primary_color", ""));
    CHECK_FALSE(turn.accepts("theming", "enabled-themes", "[]"));
    CHECK_FALSE(turn.accepts("core", "primary_color", "#ff0000"));
    CHECK(own_preference(turn.tx, "theming", "primary_color") == "#FF00aa");
}

TEST_CASE("an order of apps names a place for each, and apps that are on") {
    Turn turn;
    CHECK(turn.accepts("core", "apporder", "{}"));
    CHECK(turn.accepts("core", "apporder", "[]"));
    CHECK(turn.accepts("core", "apporder", R"({"files":{"order":1,"app":"files"}})"));
    CHECK(turn.accepts("core", "apporder", R"({"x":{"order":"2"}})"));
    CHECK_FALSE(turn.accepts("core", "apporder", R"({"x":{"app":"files"}})"));
    CHECK_FALSE(turn.accepts("core", "apporder", R"({"x":{"order":1,"app":"ghost"}})"));
    CHECK_FALSE(turn.accepts("core", "apporder", R"({"x":{"order":"first"}})"));
    CHECK_FALSE(turn.accepts("core", "apporder", "5"));
    CHECK(turn.set("core", "apporder", "{").error().code == Errc::internal);
    CHECK(turn.set("core", "apporder", "5").error().code == Errc::invalid_argument);
}

TEST_CASE("the automatic status queues its job") {
    Turn turn;
    CHECK(turn.accepts("dav", "user_status_automation", "yes"));
    CHECK(turn.world.db->text("SELECT argument FROM oc_jobs") == R"({"userId":"admin"})");
    CHECK_FALSE(turn.accepts("dav", "user_status_automation", "no"));
}

TEST_CASE("one bad entry keeps all from being set or deleted") {
    Turn turn;
    Array values;
    values.set("shortcuts_disabled", "yes");
    values.set("primary_color", "red");
    const Result<Done> refused = set_own_preferences(turn.tx, "theming", values);
    CHECK(refused.error().argument == "primary_color");
    CHECK(own_preference(turn.tx, "theming", "shortcuts_disabled").empty());
    CHECK(turn.accepts("theming", "shortcuts_disabled", "yes"));
    CHECK_FALSE(delete_own_preferences(turn.tx, "theming", {"shortcuts_disabled", "nonsense"}));
    CHECK(own_preference(turn.tx, "theming", "shortcuts_disabled") == "yes");
    CHECK(delete_own_preferences(turn.tx, "theming", {"shortcuts_disabled", "primary_color"}));
    CHECK(own_preference(turn.tx, "theming", "shortcuts_disabled", "none") == "none");
}
