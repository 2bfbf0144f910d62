// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"

namespace roster {

class Writer;

// How the caller's pages look: what the administrator has set in the app theming, and the colour
// that the caller has chosen.
struct Theme {
    std::string name = "Nextcloud";
    std::string product_name = "Nextcloud";
    std::string url = "https://nextcloud.com";
    std::string slogan = "a safe home for all your data";
    std::string color = "#00679e";
    std::string background_color = "#00679e";
    std::string logo_kind{};        // MIME type of an own logo, "" without
    std::string background_kind{};  // the same of a background; `backgroundColor` where it is none
    std::string version = "0";      // of its pictures
};
Theme find_theme(Transaction& tx);

// What the app theming says of it: members of the map `theming`. `base_url` has no slash at its
// end.
void write_theme(Writer& out, const Theme& theme, const std::string& base_url);

// `#rgb` or `#rrggbb`.
bool is_color(std::string_view text);
// Black or white, whichever can be read on this colour.
std::string text_color_on(std::string_view color);
// The colour for things on a page: one that is hard to see on a dark page, or on a light one where
// that is not all there is, is changed by 30 of 100 of its lightness.
std::string element_color(const std::string& color, bool only_on_dark_pages);

}  // namespace roster
