// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/theme.h"

#include <doctest/doctest.h>

#include "directory/fixtures.h"
#include "storage/rows/config_rows.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Turn {
    explicit Turn(World& world, const std::string& uid = "")
        : tx(world.house_installation, *world.db, work) {
        tx.actor.uid = Uid(uid);
    }
    std::string theme() {
        const Theme found = find_theme(tx);
        return test::to_json_data([&found](Writer& out) {
            out.begin_map();
            write_theme(out, found, "https://x");
            out.end();
        });
    }
    CallMemo work{};
    Transaction tx;
};

void set(World& world, const std::string& key, const std::string& value) {
    storage::set_app_value(*world.db, "theming", key, {.value = value});
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("a text is black or white, whichever can be read on the colour") {
    for (const char* dark : {"#000000", "#00679e", "#767676", "#00f"})
        CHECK(text_color_on(dark) == "#ffffff");
    for (const char* light : {"#ffffff", "#ff0", "#777777", "#0082C9"})
        CHECK(text_color_on(light) == "#000000");
}

TEST_CASE("elements are darker than very light colours, and lighter than very dark ones") {
    for (const bool dark_pages : {false, true}) {
        CHECK(element_color("#00679e", dark_pages) == "#00679e");
        CHECK(element_color("#abc", dark_pages) == "#abc");
        CHECK(element_color("#000000", dark_pages) == "#4d4d4d");
        CHECK(element_color("#400000", dark_pages) == "#d90000");
    }
    CHECK(element_color("#ffffff", false) == "#b3b3b3");
    CHECK(element_color("#ffffff", true) == "#ffffff");
    CHECK(element_color("#ccccff", false) == "#3333ff");
    CHECK(element_color("#ccffcc", false) == "#33ff33");
}

TEST_CASE("everybody sees the administrator's colour, and their own unless that is forbidden") {
    World world;
    set(world, "primary_color", "#ff0");
    set(world, "name", "House");
    set(world, "productName", "Product");
    storage::set_preference(*world.db, "admin", "theming", "primary_color", "#123456");
    CHECK(has(Turn(world).theme(),
              R"("name":"House","productName":"Product","url":"https:\/\/nextcloud.com",)"));
    CHECK(has(Turn(world).theme(), R"("color":"#ff0","color-text":"#000000",)"));
    CHECK(has(Turn(world, "admin").theme(), R"("color":"#123456","color-text":"#ffffff",)"));
    set(world, "disable-user-theming", "yes");
    CHECK(has(Turn(world, "admin").theme(), R"("color":"#ff0")"));
    set(world, "primary_color", "red");
    CHECK(has(Turn(world).theme(), R"("color":"#00679e")"));
}

TEST_CASE("own pictures are named with their version, a plain background by its colour") {
    World world;
    set(world, "cachebuster", "7");
    set(world, "logoMime", "image/png");
    set(world, "backgroundMime", "image/jpeg");
    CHECK(has(Turn(world).theme(),
              R"("logo":"https:\/\/x\/apps\/theming\/image\/logo?useSvg=1&v=7",)"
              R"("background":"https:\/\/x\/apps\/theming\/image\/background?v=7",)"
              R"("background-text":"#ffffff","background-plain":false,)"
              R"("background-default":false)"));
    set(world, "backgroundMime", "backgroundColor");
    set(world, "background_color", "#ffffff");
    CHECK(has(Turn(world).theme(),
              R"("background":"#ffffff","background-text":"#000000","background-plain":true,)"
              R"("background-default":true)"));
    set(world, "backgroundMime", "");
    CHECK(has(Turn(world).theme(), R"("background":"#ffffff")"));
    set(world, "background_color", "#00679e");
    CHECK(has(Turn(world).theme(), R"("background-plain":false)"));
}
