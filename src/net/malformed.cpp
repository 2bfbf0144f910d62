// SPDX-License-Identifier: Apache-2.0
#include "net/malformed.h"

#include <fmt/core.h>

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace roster::net {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t kLongestName = 64;  // bytes of a header name that is shown

struct Character {
    std::string_view bytes;
    std::string_view kind;
};

// What editors, forums and chats make of plain quotes, hyphens and blanks.
constexpr std::array kTypographic{
    Character{"\u201C", "the typographic quote"},
    Character{"\u201D", "the typographic quote"},
    Character{"\u201E", "the typographic quote"},
    Character{"\u201F", "the typographic quote"},
    Character{"\u2018", "the typographic quote"},
    Character{"\u2019", "the typographic quote"},
    Character{"\u201A", "the typographic quote"},
    Character{"\u00AB", "the typographic quote"},
    Character{"\u00BB", "the typographic quote"},
    Character{"\u2039", "the typographic quote"},
    Character{"\u203A", "the typographic quote"},
    Character{"\u2010", "the typographic hyphen"},
    Character{"\u2011", "the typographic hyphen"},
    Character{"\u2012", "the dash"},
    Character{"\u2013", "the dash"},
    Character{"\u2014", "the dash"},
    Character{"\u2015", "the dash"},
    Character{"\u2212", "the minus sign"},
};
constexpr std::array<std::string_view, 4> kInvisible{"\u00A0", "\u202F", "\u200B", "\uFEFF"};

bool is_token_byte(char byte) {
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || kSigns.find(byte) != kSigns.npos;
}

// The first character of a text.
std::string_view first_character(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        ++bytes;
    return text.substr(0, bytes);
}

std::string describe(std::string_view character) {
    for (const auto& [bytes, kind] : kTypographic)
        if (character == bytes)
            return fmt::format("{} {}; write the plain one of the keyboard", kind, bytes);
    if (std::ranges::find(kInvisible, character) != kInvisible.end())
        return "an invisible character that looks like a blank";
    const auto byte = static_cast<unsigned char>(character.front());
    if (character == " ") return "a blank";
    if (byte < 0x20 || byte == 0x7F) return "a control character";
    // 0xC2 also begins control characters of two bytes.
    if (byte == 0xC2 || !is_utf8(character)) return fmt::format("the byte 0x{:02X}", byte);
    return fmt::format("the character {}", character);
}

std::string in_place(const Stop& stop) {
    if (stop.header_before.empty()) return "The first header line";
    return fmt::format("The line behind the header {}", stop.header_before.substr(0, kLongestName));
}

std::string explain_header_name(std::string_view line, const Stop& stop) {
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    const auto bad = std::ranges::find_if_not(name, is_token_byte);
    if (bad == name.end())
        return fmt::format("{} {}: a header is NAME: VALUE in one line.", in_place(stop),
                           name.empty() ? "has no name in front of its colon" : "has no colon");
    const std::string_view character = first_character({bad, name.end()});
    std::string good;
    std::ranges::copy_if(name, std::back_inserter(good), is_token_byte);
    // A longer text may not be a name at all.
    const bool is_name = colon != line.npos && !good.empty() && good.size() <= kLongestName &&
                         std::ranges::none_of(trim(name), [](char byte) { return byte == ' '; });
    return fmt::format("{} has in its name {}.",
                       is_name ? fmt::format("The header {}", good) : in_place(stop),
                       describe(character));
}

std::string explain_first_line(std::string_view line, const Stop& stop) {
    constexpr char kTlsHandshake = 0x16;
    if (line.starts_with(kTlsHandshake))
        return "The client speaks TLS, and this port speaks plain http: write http:// instead of "
               "https://, or start serve with --tls-cert FILE and --tls-key FILE.";
    if (line.starts_with("PRI * HTTP/2"))
        return "The client speaks HTTP/2 only, and this server HTTP/1.1; with curl: leave out "
               "--http2-prior-knowledge.";
    if (stop.error == http::error::bad_method) {
        const auto bad = std::ranges::find_if_not(line, is_token_byte);
        const std::string_view character =
            bad == line.end() ? std::string_view(" ") : first_character({bad, line.end()});
        return fmt::format("The method in the first line has in it {}.", describe(character));
    }
    if (stop.error == http::error::bad_target)
        return "The address in the first line is missing or has a control character in it.";
    const std::size_t method_end = line.find(' ');
    const std::size_t target_end =
        method_end == line.npos ? line.npos : line.find(' ', method_end + 1);
    const std::string_view version =
        target_end == line.npos ? std::string_view() : line.substr(target_end + 1);
    if (!version.starts_with("HTTP/"))
        return "The first line is METHOD ADDRESS HTTP/1.1 with one blank between them: write a "
               "blank in the address as %20.";
    if (version == "HTTP/1.1" || version == "HTTP/1.0")
        return "The first line ends with LF alone: end every line with CR LF.";
    return "This server speaks HTTP/1.1 and HTTP/1.0, and the first line ends with neither.";
}

std::string explain_value(std::string_view line, const Stop& stop, bool ends_with_lf_alone) {
    const std::size_t colon = line.find(':');
    return fmt::format(
        "{} {}",
        colon == line.npos
            ? in_place(stop)
            : fmt::format("The header {}", line.substr(0, std::min(colon, kLongestName))),
        ends_with_lf_alone ? "ends with LF alone: end every line with CR LF."
                           : "has a control character in its value.");
}

}  // namespace

std::string explain_malformed(const Stop& stop) {
    const std::size_t end = stop.rest.find('\n');
    std::string_view line = stop.rest.substr(0, end);
    const bool ends_with_lf_alone = end != stop.rest.npos && !line.ends_with('\r');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (stop.in_first_line) return explain_first_line(line, stop);
    if (stop.error == http::error::bad_field) return explain_header_name(line, stop);
    if (stop.error == http::error::bad_value || stop.error == http::error::bad_obs_fold)
        return explain_value(line, stop, ends_with_lf_alone);
    if (stop.error == http::error::bad_content_length)
        return "Content-Length is no number, or stands beside Transfer-Encoding.";
    if (stop.error == http::error::bad_transfer_encoding)
        return "Transfer-Encoding stands beside Content-Length.";
    if (stop.error == http::error::bad_chunk || stop.error == http::error::bad_chunk_extension)
        return "The body does not come in the chunks that Transfer-Encoding promises.";
    return fmt::format("The request is malformed: {}.", stop.error.message());
}

}  // namespace roster::net
