// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"

namespace roster {

class Writer;

// The theme of the caller's HTML pages: what the administrator has set in the app theming, and the
// caller's own colour.
struct Theme {
    std::string name = "Nextcloud";
    std::string product_name = "Nextcloud";
    std::string url = "https://nextcloud.com";
    std::string slogan = "a safe home for all your data";
    std::string color = "#00679e";
    std::string background_color = "#00679e";
    std::string logo_kind{};        // MIME type of a custom logo; "" without
    std::string background_kind{};  // the same for the background; `backgroundColor` when it is a
                                    // plain colour
    std::string version = "0";      // of the pictures
};
Theme find_theme(Transaction& tx);

// The capabilities of the app theming: members of the map `theming`. `base_url` has no trailing
// slash.
void write_theme(Writer& out, const Theme& theme, const std::string& base_url);

// `#rgb` or `#rrggbb`.
bool is_color(std::string_view text);
// Black or white, whichever is readable on this colour.
std::string text_color_on(std::string_view color);
// The colour for elements of an HTML page. A colour that is too dark gets 30 percentage points more
// lightness; one that is too light gets as much less, unless `only_on_dark_pages`.
std::string element_color(const std::string& color, bool only_on_dark_pages);

}  // namespace roster
