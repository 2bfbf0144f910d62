// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/theme.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json/writer.h"
#include "directory/config/app_values.h"
#include "directory/config/preferences.h"

namespace roster {

namespace {

constexpr std::string_view kApp = "theming";
constexpr std::string_view kOwnColor = "backgroundColor";  // instead of a picture's MIME type

using Rgb = std::array<double, 3>;  // 0 to 1

struct Hsl {
    double hue = 0, saturation = 0, lightness = 0;  // 0 to 1
};

double hex_digit(char c) {
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

Rgb to_rgb(std::string_view color) {
    const std::size_t width = color.size() / 3;  // digits of a component
    Rgb rgb{};
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        const std::string_view part = color.substr(1 + i * width, width);
        rgb[i] = (16 * hex_digit(part.front()) + hex_digit(part.back())) / 255;
    }
    return rgb;
}

// Relative luminance as in WCAG 2.
double luminance(const Rgb& rgb) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

Hsl to_hsl(const Rgb& rgb) {
    const auto [least, most] = std::ranges::minmax(rgb);
    const double range = most - least;
    Hsl hsl{.lightness = (most + least) / 2};
    if (range == 0) return hsl;
    hsl.saturation = hsl.lightness < 0.5 ? range / (most + least) : range / (2 - most - least);
    const auto [red, green, blue] = rgb;
    if (red == most)
        hsl.hue = (green - blue) / range / 6;
    else if (green == most)
        hsl.hue = 1.0 / 3 + (blue - red) / range / 6;
    else
        hsl.hue = 2.0 / 3 + (red - green) / range / 6;
    if (hsl.hue < 0) hsl.hue += 1;
    return hsl;
}

double part_of_hue(double low, double high, double hue) {
    hue -= std::floor(hue);
    if (6 * hue < 1) return low + (high - low) * 6 * hue;
    if (2 * hue < 1) return high;
    if (3 * hue < 2) return low + (high - low) * (2.0 / 3 - hue) * 6;
    return low;
}

std::string to_color(const Hsl& hsl) {
    const auto& [hue, saturation, lightness] = hsl;
    const double high = lightness < 0.5 ? lightness * (1 + saturation)
                                        : lightness + saturation - saturation * lightness;
    const double low = 2 * lightness - high;
    const auto part = [&](double turn) {
        return static_cast<int>(std::round(255 * part_of_hue(low, high, hue + turn)));
    };
    return fmt::format("#{:02x}{:02x}{:02x}", part(1.0 / 3), part(0), part(-1.0 / 3));
}

std::string color_of(const AppTexts& set, std::string_view key, const std::string& otherwise) {
    std::string stored = set.text(key);
    return is_color(stored) ? stored : otherwise;
}

bool has_picture(const Theme& theme) {
    return !theme.background_kind.empty() && theme.background_kind != kOwnColor;
}

bool is_plain(const Theme& theme) {
    return theme.background_kind == kOwnColor ||
           (theme.background_kind.empty() && theme.background_color != Theme{}.background_color);
}

std::string background(const Theme& theme, const std::string& base_url) {
    if (is_plain(theme)) return theme.background_color;
    if (has_picture(theme)) return base_url + "/apps/theming/image/background?v=" + theme.version;
    return base_url + "/apps/theming/img/background/jo-myoung-hee-fluid.webp";
}

}  // namespace

bool is_color(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
    return (text.size() == 4 || text.size() == 7) && text.front() == '#' &&
           text.find_first_not_of(kDigits, 1) == text.npos;
}

std::string text_color_on(std::string_view color) {
    constexpr double kReadable = 4.5, kGlare = 0.05;
    const double contrast_with_white = (1 + kGlare) / (luminance(to_rgb(color)) + kGlare);
    return contrast_with_white < kReadable ? "#000000" : "#ffffff";
}

std::string element_color(const std::string& color, bool only_on_dark_pages) {
    constexpr double kTooLight = 0.8, kTooDark = 0.2, kStep = 0.3;
    Hsl hsl = to_hsl(to_rgb(color));
    if (hsl.lightness > kTooLight && !only_on_dark_pages)
        hsl.lightness -= kStep;
    else if (hsl.lightness < kTooDark)
        hsl.lightness += kStep;
    else
        return color;
    return to_color(hsl);
}

Theme find_theme(Transaction& tx) {
    const AppTexts set(tx, kApp);
    Theme theme;
    theme.name = set.text("name", theme.name);
    theme.product_name = set.text("productName", theme.product_name);
    theme.url = set.text("url", theme.url);
    theme.slogan = set.text("slogan", theme.slogan);
    theme.color = color_of(set, "primary_color", theme.color);
    theme.background_color = color_of(set, "background_color", theme.background_color);
    theme.logo_kind = set.text("logoMime");
    theme.background_kind = set.text("backgroundMime");
    theme.version = set.text("cachebuster", theme.version);
    if (set.is_yes("disable-user-theming", "no")) return theme;
    const std::string own = own_preference(tx, kApp, "primary_color");
    if (is_color(own)) theme.color = own;
    return theme;
}

void write_theme(Writer& out, const Theme& theme, const std::string& base_url) {
    const std::string logo = base_url +
                             (theme.logo_kind.empty() ? "/core/img/logo/logo.svg?v="
                                                      : "/apps/theming/image/logo?useSvg=1&v=") +
                             theme.version;
    out.member("name", theme.name);
    out.member("productName", theme.product_name);
    out.member("url", theme.url);
    out.member("slogan", theme.slogan);
    out.member("color", theme.color);
    out.member("color-text", text_color_on(theme.color));
    out.member("color-element", element_color(theme.color, false));
    out.member("color-element-bright", element_color(theme.color, false));
    out.member("color-element-dark", element_color(theme.color, true));
    out.member("logo", logo);
    out.member("background", background(theme, base_url));
    out.member("background-text", text_color_on(theme.background_color));
    out.member("background-plain", is_plain(theme));
    out.member("background-default", !has_picture(theme));
    out.member("logoheader", logo);
    out.member("favicon", logo);
}

}  // namespace roster
