// SPDX-License-Identifier: Apache-2.0
#include "service/hints/argument_hints.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/json/json.h"
#include "base/text.h"
#include "directory/users/user_fields.h"
#include "http/forms.h"
#include "service/hints/route_hints.h"

namespace roster {

namespace {

// Keys that clients often try and that are not fields.
struct OtherKey {
    std::string_view key;
    const char* sentence;
};
constexpr const char* kEnabling =
    "An account is enabled and disabled with PUT .../cloud/users/{userId}/enable and "
    ".../cloud/users/{userId}/disable.";
constexpr const char* kJoining =
    "Groups are joined and left with POST and DELETE .../cloud/users/{userId}/groups and groupid.";
constexpr const char* kFixed = "The userid of an account cannot be changed; its displayname can.";
constexpr OtherKey kOtherKeys[] = {
    {"enabled", kEnabling},
    {"disabled", kEnabling},
    {"group", kJoining},
    {"groups", kJoining},
    {"subadmin",
     "A sub-admin is made and unmade with POST and DELETE .../cloud/users/{userId}/subadmins and "
     "groupid."},
    {"id", kFixed},
    {"userid", kFixed},
    {"username", kFixed},
    {"name", "The name of an account is the field displayname."},
    {"mail", "The address of an account is the field email."},
};

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

// In ASCII: the character itself or its Unicode number.
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

std::string without_typographic_quotes(std::string_view text) {
    std::string plain;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view character = first_character(rest);
        if (!is_typographic_quote(character)) plain += character;
        rest.remove_prefix(character.size());
    }
    return plain;
}

bool is_field(std::string_view name) {
    return std::ranges::find(fields(), name, &Field::key) != fields().end();
}

// Fields whose values contain no blank.
constexpr std::string_view kWithoutBlanks[] = {"email", "additional_mail", "timezone"};
// Fields that are set when the new user exists already, which stays if they are refused.
constexpr std::string_view kSetLast[] = {"quota", "language", "manager"};

// Refusals of a value that may be empty because the parameter is missing.
struct Absent {
    std::string_view field, parameter;
};
constexpr Absent kAbsent[] = {
    {"no email", "password"}, {"required email", "email"}, {"groups", "groups"},
    {"groupid", "groupid"},   {"login", "login"},
};

// The parameter that may be missing, or "".
std::string_view missing_parameter(const Error& error) {
    if (error.code == Errc::missing_argument) return error.field;
    if (error.code != Errc::invalid_argument) return "";
    const auto* absent = std::ranges::find(kAbsent, error.field, &Absent::field);
    return absent == std::end(kAbsent) ? "" : absent->parameter;
}

// Why a JSON body cannot be read, or "".
std::string json_hint(std::string_view body) {
    const Expected<Value, JsonFault> read = parse_json_within({}, body);
    if (read) return "";
    if (read.error() == JsonFault::too_deep)
        return fmt::format(
            "The JSON of the body has more than {} levels of maps and lists within each other: "
            "send it flatter.",
            kMaximumJsonLevels);
    return "The body is no JSON that can be read: look for a comma, quote or bracket too many or "
           "too few.";
}

// Why the parameter is missing because of the form of the body; "" when that is not the cause.
std::string body_hint(const Exchange& exchange) {
    const std::string type = to_ascii_lower(exchange.request.header("Content-Type"));
    const std::string_view body = trim(exchange.request.body);
    if (body.empty()) return "";
    if (type.find("json") != std::string::npos) return json_hint(body);
    if (body.starts_with('{'))
        return "The body looks like JSON: say so, with curl: -H 'Content-Type: application/json'.";
    if (type.starts_with("multipart/") && exchange.request.method != "POST")
        return "Only a POST may be multipart/form-data: send form fields, with curl -d in place of "
               "-F.";
    return "";
}

// When a field of a user or group was sent under its own name, or is in the path.
std::string field_as_key_hint(const Exchange& exchange) {
    std::string_view field = sent_text(exchange, "collectionName");
    if (!is_field(field) || field == "additional_mail") field = {};
    for (const auto& [name, value] : exchange.parameters())
        if (field.empty() && is_field(name)) field = name;
    if (field.empty()) return "";
    return fmt::format(
        "A field is sent as two parameters: key={} and its new value as value, with PUT to the "
        "address of the account or group itself.",
        field);
}

}  // namespace

std::string_view sent_text(const Exchange& exchange, std::string_view name) {
    const Value* value = exchange.parameters().find(name);
    return value && value->text() ? std::string_view(*value->text()) : std::string_view();
}

bool has_typographic_quote_at_an_end(std::string_view text) {
    if (text.empty()) return false;
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80)
        --last;
    return is_typographic_quote(first_character(text)) || is_typographic_quote(text.substr(last));
}

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

std::string near_miss(const Exchange& exchange, const Error& error) {
    const std::string_view wanted = missing_parameter(error);
    const Value* sent = exchange.parameters().find(wanted);
    if (wanted.empty() || (sent && !sent->is_null())) return "";
    for (const auto& [name, value] : exchange.parameters()) {
        if (name == wanted || exchange.head.path_parameters.find(name)) continue;
        if (without_typographic_quotes(name) == wanted)
            return fmt::format(" The name was sent with a quote.{}", kStraightQuotes);
        if (equals_ignoring_case(name, wanted))
            return fmt::format(" '{}' was sent, and letter case matters.", printable(name));
    }
    return "";
}

std::string unknown_field_hint(const Exchange& exchange) {
    const std::string_view sent = sent_text(exchange, "key");
    for (const OtherKey& other : kOtherKeys)
        if (equals_ignoring_case(other.key, sent)) return other.sentence;
    std::string names;
    for (const Field& field : fields()) {
        if (field.key.ends_with("Scope")) continue;
        if (equals_ignoring_case(field.key, sent))
            return fmt::format("The key is written {}: letter case matters.", field.key);
        names += (names.empty() ? "" : ", ") + std::string(field.key);
    }
    return fmt::format(
        "No field has this key. Fields are {}. Of one's own account also the scopes, as "
        "phoneScope; birthdate only of one's own; quota and manager are changed by administrators "
        "and, of others, by sub-admins.",
        names);
}

std::string missing_argument_hint(const Exchange& exchange, std::string_view name) {
    const Value* sent = exchange.parameters().find(name);
    if (sent && sent->text())
        return fmt::format(
            "The parameter '{0}' is a list: send it as {0}[]=..., or as [\"...\"] in "
            "JSON.",
            name);
    if (sent && !sent->is_null())
        return fmt::format("The parameter '{}' is a text, nothing else.", name);
    if (std::string hint = body_hint(exchange); !hint.empty()) return hint;
    if (exchange.request.method == "GET" || exchange.request.method == "HEAD")
        return fmt::format(
            "The parameter '{0}' is missing or of the wrong type; send it in the query, as "
            "?{0}=... at the end of the address.",
            name);
    return name == "key" ? field_as_key_hint(exchange) : "";
}

std::string lost_plus_hint(const Exchange& exchange, const Error& error) {
    if (error.code != Errc::invalid_argument || has_json_body(exchange.request)) return "";
    const std::string_view value = sent_text(exchange, "value");
    if (std::ranges::find(kWithoutBlanks, error.field) == std::end(kWithoutBlanks)) {
        constexpr std::string_view kDigits = "0123456789";
        const bool was_number = error.field == "phone" && value.size() > 1 && value[0] == ' ' &&
                                kDigits.find(value[1]) != kDigits.npos;
        if (!was_number) return "";
    } else if (trim(value).find(' ') == value.npos) {
        return "";
    }
    return "The value has a blank, which a + becomes in a form: with curl, send it with "
           "--data-urlencode in place of -d.";
}

std::string made_account_hint(const Exchange& exchange, const Error& error) {
    const Route* route = exchange.run.route;
    if (!route || route->method != "POST" || route->path != "/cloud/users") return "";
    const bool is_refused_key = error.code == Errc::unknown_key;
    const std::string_view key = is_refused_key ? error.argument : error.field;
    if (std::ranges::find(kSetLast, key) == std::end(kSetLast)) return "";
    const std::string_view uid = sent_text(exchange, "userid");
    return fmt::format(
        " The account was made all the same: change it with PUT .../cloud/users/{} and key={}.",
        uid.empty() ? "{userId}" : printable(uid), key);
}

}  // namespace roster
