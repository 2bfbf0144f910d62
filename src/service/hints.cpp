// SPDX-License-Identifier: Apache-2.0
#include "service/hints.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "directory/user_fields.h"
#include "model/profile.h"
#include "service/login.h"
#include "service/route_hints.h"

namespace roster {

namespace {

struct Row {
    Errc code;
    std::string_view field;  // what the refusal is about; empty: anything
    std::string_view sentence;
};

constexpr Row kRows[] = {
#include "service/hints.inc"
};

std::string_view sent_text(const Exchange& exchange, std::string_view name) {
    const Value* value = exchange.run.parameters.find(name);
    return value && value->text() ? std::string_view(*value->text()) : std::string_view();
}

// Why nobody is logged in, from what was sent for it.
std::string_view missing_login(const Exchange& exchange) {
    const std::string_view header = exchange.request.header("Authorization");
    const std::string_view word = header.substr(0, header.find(' '));
    if (word.empty()) return "";
    if (!exchange.request.header("X-Nextcloud-Federation").empty()) return "federation";
    if (header.starts_with("Bearer ")) return "Bearer";
    if (equals_ignoring_case(word, "bearer")) return "bearer";
    if (!equals_ignoring_case(word, "basic")) return "scheme";
    if (!sends_password(exchange.request)) return "";
    // Whether the password was right has not been looked at.
    return exchange.run.settings->boolean("token_auth_enforced", false) ? "app passwords only"
                                                                        : "second factor";
}

// What the refusal is about: the field at fault, or what of the request led to it.
std::string subject(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::throttled) return exchange.request.remote_address;
    if (error.code == Errc::unauthenticated) return std::string(missing_login(exchange));
    return error.field;
}

// The first character of a text, as bytes.
std::string_view first_character(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        ++bytes;
    return text.substr(0, bytes);
}

bool is_typographic_quote(std::string_view character) {
    // U+2018 to U+201F, and the two double angles.
    return (character.size() == 3 && character.starts_with("\xE2\x80") &&
            static_cast<unsigned char>(character[2]) >= 0x98 &&
            static_cast<unsigned char>(character[2]) <= 0x9F) ||
           character == "\xC2\xAB" || character == "\xC2\xBB";
}

// In ASCII: itself, or the number that Unicode gives it.
std::string name_of_character(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (is_printable(character)) return fmt::format("'{}'", character);
    if (!is_utf8(character)) return fmt::format("the byte 0x{:02X}", byte(0));
    constexpr unsigned kFirstBits[] = {0x7F, 0x1F, 0x0F, 0x07};
    unsigned number = byte(0) & kFirstBits[character.size() - 1];
    for (std::size_t at = 1; at < character.size(); ++at)
        number = number << 6 | (byte(at) & 0x3F);
    return fmt::format("U+{:04X}{}", number,
                       is_typographic_quote(character) ? ", a typographic quote" : "");
}

constexpr const char* kStraightQuotes =
    " Typographic quotes come from copied text; a shell wants straight ones, ' or \".";

// Which of the rules for a userid was broken, in the order in which they are looked at.
std::string userid_hint(std::string_view uid) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.@-'";
    constexpr std::size_t kLongest = 64;
    if (const std::size_t at = uid.find_first_not_of(kAllowed); at != uid.npos) {
        const std::string_view character = first_character(uid.substr(at));
        const char* more = "";
        if (is_typographic_quote(character))
            more = kStraightQuotes;
        else if (!is_printable(character))
            more = " The full name with all its letters goes into displayName.";
        return fmt::format(
            "A userid cannot have {}: it has only a-z, A-Z, 0-9, blanks and _ . @ - '.{}",
            name_of_character(character), more);
    }
    if (trim(uid).empty()) return "Give a userid that is not blank.";
    if (trim(uid) != uid) return "Take the blank at the beginning or end of the userid away.";
    if (uid.size() > kLongest) return "A userid has at most 64 characters.";
    if (uid == "." || uid == "..") return "A userid does not consist of dots only.";
    return "A file of this name lies in the data directory, or this name is kept for one: choose "
           "another userid.";
}

std::string without_typographic_quotes(std::string_view text) {
    std::string plain;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view character = first_character(rest);
        if (!is_typographic_quote(character)) plain += character;
        rest.remove_prefix(character.size());
    }
    return plain;
}

// A parameter that was sent under almost the name of the one that is missing.
std::string near_miss(const Exchange& exchange, std::string_view wanted) {
    for (const auto& [name, value] : exchange.run.parameters) {
        if (name == wanted) continue;
        if (without_typographic_quotes(name) == wanted)
            return fmt::format(" The name was sent with a quote.{}", kStraightQuotes);
        if (equals_ignoring_case(name, wanted))
            return fmt::format(" '{}' was sent, and letter case matters.", printable(name));
    }
    return "";
}

std::string unknown_field_hint(const Exchange& exchange) {
    std::string names;
    for (const Field& field : fields()) {
        if (field.key.ends_with("Scope")) continue;
        if (equals_ignoring_case(field.key, sent_text(exchange, "key")))
            return fmt::format("The key is written {}: letter case matters.", field.key);
        names += (names.empty() ? "" : ", ") + std::string(field.key);
    }
    return fmt::format(
        "No field has this key. Fields are {}. Of one's own account also the scopes, as "
        "phoneScope; birthdate only of one's own; quota and manager are changed by administrators "
        "and, of others, by sub-admins.",
        names);
}

// A property that was not sent, but has a stored value that has become invalid.
bool is_stored_property(const Exchange& exchange, const Error& error) {
    const std::string_view key = sent_text(exchange, "key");
    const bool edits = error.code == Errc::invalid_argument || error.code == Errc::internal;
    return edits && !key.empty() && !exchange.run.parameters.find("collectionName") &&
           find_property(error.field) && !error.field.starts_with(key);
}

// Hints that a sentence of the table cannot give.
std::string special_hint(const Exchange& exchange, const Error& error) {
    switch (error.code) {
        case Errc::route_not_found:
            return path_hint(exchange);
        case Errc::method_not_allowed:
            return method_hint(exchange);
        case Errc::group_not_found:
            return usual_mistake(exchange).value_or("");
        case Errc::unknown_key:
            return error.field == "key" ? unknown_field_hint(exchange) : "";
        default:
            break;
    }
    if (error.code == Errc::invalid_argument && error.field == "userid")
        return userid_hint(sent_text(exchange, "userid"));
    if (is_stored_property(exchange, error))
        return fmt::format(
            "What the account has stored as {0} is not valid any more, and keeps all else from "
            "being changed: change it first, with key={0}.",
            error.field);
    return "";
}

std::string filled(std::string_view sentence, const std::string& field, const Error& error) {
    std::string text(sentence);
    for (const auto& [mark, words] :
         {std::pair{"%s", printable(field)}, std::pair{"%a", printable(error.argument)}})
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + words.size()))
            text.replace(at, 2, words);
    return text;
}

}  // namespace

std::string hint_for(const Exchange& exchange, const Error& error) {
    if (std::string special = special_hint(exchange, error); !special.empty()) return special;
    const std::string field = subject(exchange, error);
    for (const Row& row : kRows) {
        if (row.code != error.code || (!row.field.empty() && row.field != field)) continue;
        if (field.empty() && row.sentence.find("%s") != std::string_view::npos) break;
        const bool missing = error.code == Errc::missing_argument;
        return filled(row.sentence, field, error) + (missing ? near_miss(exchange, field) : "");
    }
    const bool accident = error.code == Errc::internal && error.message.empty();
    if (accident)
        return fmt::format("The server failed; its log says why, under the request id {}.",
                           exchange.run.request_id);
    if (find_property(field)) return fmt::format("The value of {} has at most 2048 bytes.", field);
    return {};
}

}  // namespace roster
