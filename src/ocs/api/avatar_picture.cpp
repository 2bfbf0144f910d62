// SPDX-License-Identifier: Apache-2.0
#include "ocs/api/avatar_picture.h"

#include <png.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "base/crypto/crypto.h"
#include "base/text.h"
#include "ocs/api/avatar_font.h"

namespace roster::ocs {

namespace {

struct Color {
    std::uint8_t red, green, blue;
};

// White letters are readable on each of them.
constexpr Color kColors[] = {
    {0xb0, 0x3a, 0x2e}, {0xa0, 0x4f, 0x1d}, {0x8a, 0x65, 0x12}, {0x5d, 0x71, 0x1a},
    {0x2f, 0x7a, 0x3c}, {0x16, 0x78, 0x6b}, {0x1b, 0x70, 0x8f}, {0x24, 0x5f, 0xa8},
    {0x4a, 0x50, 0xb4}, {0x6f, 0x45, 0xad}, {0x91, 0x3a, 0x96}, {0xa8, 0x36, 0x6b},
};
constexpr Color kWhite = {0xff, 0xff, 0xff};

// An indexed picture: 0 is the background, 1 the letters.
struct Picture {
    int side;
    std::vector<std::uint8_t> pixels;

    explicit Picture(int side_) : side(side_), pixels(static_cast<std::size_t>(side) * side) {}

    void fill_square(int left, int top, int size) {
        for (int y = top; y < top + size; ++y)
            std::fill_n(pixels.begin() + static_cast<std::ptrdiff_t>(y) * side + left, size,
                        std::uint8_t{1});
    }

    void draw(const Glyph& glyph, int left, int top, int dot) {
        for (int row = 0; row < kGlyphRows; ++row)
            for (int column = 0; column < kGlyphColumns; ++column)
                if (glyph.rows[static_cast<std::size_t>(row)] >> (kGlyphColumns - 1 - column) & 1)
                    fill_square(left + column * dot, top + row * dot, dot);
    }
};

const Glyph* find_glyph(char letter) {
    const char upper =
        letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    const auto* found = std::ranges::find(kGlyphs, upper, &Glyph::letter);
    return found == std::end(kGlyphs) ? nullptr : found;
}

std::vector<Glyph> glyphs_of(std::string_view name) {
    constexpr std::size_t kMost = 2;
    std::vector<Glyph> glyphs;
    for (const std::string_view word : split(name, ' ')) {
        if (word.empty() || glyphs.size() == kMost) continue;
        if (const Glyph* glyph = find_glyph(word.front())) glyphs.push_back(*glyph);
    }
    if (glyphs.empty()) glyphs.push_back(kPersonGlyph);
    return glyphs;
}

Color color_of(std::string_view uid, bool dark) {
    const std::string digest = md5_hex(to_lower(uid));
    const std::size_t index = std::stoul(digest.substr(0, 4), nullptr, 16) % std::size(kColors);
    const Color color = kColors[index];
    if (!dark) return color;
    const auto darker = [](std::uint8_t channel) {
        return static_cast<std::uint8_t>(channel * 5 / 8);
    };
    return {darker(color.red), darker(color.green), darker(color.blue)};
}

std::string to_png(const Picture& picture, Color ground) {
    const std::uint8_t colors[] = {ground.red, ground.green, ground.blue,
                                   kWhite.red, kWhite.green, kWhite.blue};
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(picture.side);
    image.format = PNG_FORMAT_RGB_COLORMAP;
    image.colormap_entries = 2;
    std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t size = bytes.size();
    if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.pixels.data(), 0,
                                   colors))
        throw std::runtime_error(std::string("libpng: ") + image.message);
    bytes.resize(size);
    return bytes;
}

}  // namespace

std::string draw_avatar(std::string_view uid, std::string_view name, int pixels, bool dark) {
    // Two letters with a gap, and a margin as wide as they are.
    constexpr int kDots = 16;
    const int dot = pixels / kDots;
    const std::vector<Glyph> glyphs = glyphs_of(name);
    const int count = static_cast<int>(glyphs.size());
    const int width = (count * (kGlyphColumns + 1) - 1) * dot;
    Picture picture(pixels);
    int left = (pixels - width) / 2;
    for (const Glyph& glyph : glyphs) {
        picture.draw(glyph, left, (pixels - kGlyphRows * dot) / 2, dot);
        left += (kGlyphColumns + 1) * dot;
    }
    return to_png(picture, color_of(uid, dark));
}

}  // namespace roster::ocs
