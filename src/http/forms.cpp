// SPDX-License-Identifier: Apache-2.0
#include "http/forms.h"

#include <cstring>
#include <stdexcept>
#include <unordered_set>

#include "base/text.h"

namespace roster {

namespace {

constexpr std::size_t kMaximumLevels = 64;
constexpr std::string_view kUrlencoded = "application/x-www-form-urlencoded";

// The parts of a variable's name: `a[b][]` is `a` and the keys `b` and nothing.
struct VariableName {
    std::string base{};  // "" when there is no variable
    std::vector<std::optional<std::string_view>> keys{};
    bool too_deep = false;
};

// PHP replaces these characters in the names of its variables.
std::string without_specials(std::string_view name) {
    std::string result(name);
    std::ranges::replace_if(
        result, [](char c) { return c == ' ' || c == '.' || c == '['; }, '_');
    return result;
}

// The key inside brackets: nothing for `[]` and `[ ]`.
std::optional<std::string_view> bracket_key(std::string_view inside) {
    const bool blank = inside.size() == 1 &&
                       std::string_view(" \t\n\v\f\r").find(inside[0]) != std::string_view::npos;
    return inside.empty() || blank ? std::nullopt : std::optional(inside);
}

VariableName parse_name(std::string_view name) {
    name = name.substr(0, name.find('\0'));  // PHP reads it as a C string.
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    const std::size_t bracket = std::min(name.find('['), name.size());
    VariableName result{.base = without_specials(name.substr(0, bracket))};
    if (result.base.empty()) return result;
    std::string_view rest = name.substr(bracket);
    while (rest.starts_with('[')) {
        if (result.keys.size() == kMaximumLevels) {
            result.too_deep = true;
            return result;
        }
        const std::size_t end = rest.find(']');
        if (end == std::string_view::npos) {
            // An unmatched first bracket belongs to the name; a later one is dropped.
            if (result.keys.empty()) result.base = without_specials(name);
            return result;
        }
        result.keys.push_back(bracket_key(rest.substr(1, end - 1)));
        rest.remove_prefix(end + 1);
    }
    return result;
}

// The list or map under that key; replaces any other value there.
Array& child(Array& parent, const std::optional<std::string_view>& key) {
    if (!key) return *parent.push(Array{}).array();
    Value* present = parent.find(*key);
    if (!present || !present->array()) present = &parent.set(*key, Array{});
    return *present->array();
}

void add_variable(Array& variables, std::string_view name, std::string value) {
    const VariableName parsed = parse_name(name);
    if (parsed.base.empty()) return;
    if (parsed.too_deep) {
        variables.erase(parsed.base);
        return;
    }
    Array* target = &variables;
    std::optional<std::string_view> key = parsed.base;
    try {
        for (const auto& next : parsed.keys) {
            target = &child(*target, key);
            key = next;
        }
        key ? target->set(*key, std::move(value)) : target->push(std::move(value));
    } catch (const std::length_error&) {
        // `a[9223372036854775807]=x&a[]=y`: there is no next number, so PHP drops the value.
    }
}

// A parameter of a header value such as `form-data; name="a"`, without its quotes.
std::optional<std::string> header_parameter(std::string_view header, std::string_view wanted) {
    std::size_t position = std::min(header.find(';'), header.size());
    while (position < header.size()) {
        ++position;  // the semicolon
        const std::size_t end_of_name =
            std::min(header.find_first_of("=;", position), header.size());
        const std::string_view name = trim(header.substr(position, end_of_name - position));
        position = end_of_name;
        std::string value;
        if (position < header.size() && header[position] == '=') {
            ++position;
            const bool quoted = position < header.size() && header[position] == '"';
            if (quoted) ++position;
            for (; position < header.size(); ++position) {
                char c = header[position];
                if (c == (quoted ? '"' : ';')) break;
                const bool escaped = quoted && c == '\\' && position + 1 < header.size() &&
                                     (header[position + 1] == '"' || header[position + 1] == '\\');
                if (escaped) c = header[++position];
                value += c;
            }
            if (quoted) position = std::min(header.find(';', position), header.size());
            if (!quoted) value = std::string(trim(value));
        }
        if (equals_ignoring_case(name, wanted)) return value;
    }
    return std::nullopt;
}

// The Content-Disposition of a part.
std::string_view content_disposition(std::string_view head) {
    for (const std::string_view line : split(head, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos &&
            equals_ignoring_case(trim(line.substr(0, colon)), "content-disposition"))
            return trim(line.substr(colon + 1));
    }
    return {};
}

// The type without its parameters, by which PHP chooses a form parser.
std::string media_type(std::string_view content_type) {
    return to_ascii_lower(content_type.substr(0, content_type.find_first_of("; ,")));
}

// Whether the text starts with the word `json`.
bool starts_with_json(std::string_view text) {
    constexpr std::string_view kJson = "json";
    if (!text.starts_with(kJson)) return false;
    if (text.size() == kJson.size()) return true;
    const char next = text[kJson.size()];
    return next != '_' && std::isalnum(static_cast<unsigned char>(next)) == 0;
}

// `application/json` or `application/<name>+json`, in lower case.
bool is_json(std::string_view type) {
    constexpr std::string_view kStart = "application/";
    constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    if (!type.starts_with(kStart)) return false;
    type.remove_prefix(kStart.size());
    if (starts_with_json(type)) return true;
    const std::size_t plus = type.find_first_not_of(kNameCharacters);
    return plus != std::string_view::npos && plus > 0 && type[plus] == '+' &&
           starts_with_json(type.substr(plus + 1));
}

void merge(Array& target, Array source) {
    if (source.empty()) return;
    // A JSON body may have very many different names; only the earlier ones are looked up.
    std::unordered_set<std::string> present;
    for (const auto& [name, value] : target)
        present.insert(name);
    for (auto& [name, value] : source) {
        if (is_whole_number(name)) continue;
        if (present.contains(name)) {
            target.set(name, std::move(value));
        } else {
            target.append(name, std::move(value));
        }
    }
}

// Finds `wanted` in linear time for any input. std::string's search takes a thousand times as long
// for a boundary of a thousand dashes in a body of dashes.
std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t position) {
    const void* const found =
        memmem(text.data() + position, text.size() - position, wanted.data(), wanted.size());
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
                 : std::string_view::npos;
}

Array query_variables(const Request& request) {
    const std::string_view target = request.target;
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos) return {};
    return parse_form(target.substr(mark + 1), kMaximumVariables);
}

Array post_form(const Request& request) {
    const std::string_view content_type = request.header("Content-Type");
    const std::string type = media_type(content_type);
    if (type == kUrlencoded) return parse_form(request.body, kMaximumPostVariables);
    if (type == "multipart/form-data")
        return parse_multipart(request.body, content_type, kMaximumVariables);
    return {};
}

// The body that Nextcloud reads on first use; it therefore overrides even the path.
Expected<Array, JsonFault> late_body(const Request& request,
                                     std::span<const std::string_view> json_members) {
    if (has_json_body(request)) {
        Expected<Value, JsonFault> value = parse_json_within(
            {.values = kMaximumJsonValues, .members = json_members}, request.body);
        if (!value && value.error() == JsonFault::too_many_values) return Unexpected{value.error()};
        return value && value->array() ? std::move(*value->array()) : Array{};
    }
    const std::string_view type = request.header("Content-Type");
    constexpr std::array<std::string_view, 4> kFormMethods{"PUT", "DELETE", "PATCH", "HEAD"};
    const bool form = std::ranges::find(kFormMethods, request.method) != kFormMethods.end() &&
                      type.find(kUrlencoded) != std::string_view::npos;
    return form ? parse_form(request.body, kMaximumVariables) : Array{};
}

}  // namespace

Array parse_form(std::string_view text, std::size_t max_variables) {
    Array variables;
    std::size_t count = 0;
    while (!text.empty() && count < max_variables) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        ++count;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        add_variable(variables, percent_decode(pair.substr(0, equals), true),
                     percent_decode(value, true));
    }
    return variables;
}

Array parse_multipart(std::string_view body, std::string_view content_type,
                      std::size_t max_variables) {
    Array variables;
    const auto boundary = header_parameter(content_type, "boundary");
    if (!boundary || boundary->empty()) return variables;
    const std::string delimiter = "--" + *boundary;
    const std::string next_delimiter = "\n" + delimiter;
    std::size_t count = 0;
    std::size_t position = find_text(body, delimiter, 0);
    while (position != std::string_view::npos && count < max_variables) {
        position += delimiter.size();
        if (body.substr(position).starts_with("--")) break;
        const std::size_t end = std::min(find_text(body, next_delimiter, position), body.size());
        std::string_view part = body.substr(position, end - position);
        position = end == body.size() ? std::string_view::npos : end + 1;
        if (end < body.size() && part.ends_with('\r')) part.remove_suffix(1);
        // The head ends with an empty line, in either line-end style.
        const std::size_t crlf = part.find("\n\r\n");
        const std::size_t lf = part.find("\n\n");
        const std::size_t head_end = std::min(crlf, lf);
        if (head_end == std::string_view::npos) continue;
        const std::string_view disposition = content_disposition(part.substr(0, head_end));
        const auto name = header_parameter(disposition, "name");
        if (!name || header_parameter(disposition, "filename")) continue;
        ++count;
        add_variable(variables, *name, std::string(part.substr(head_end + (crlf < lf ? 3 : 2))));
    }
    return variables;
}

Expected<Array, JsonFault> request_parameters(const Request& request, const Array& path_parameters,
                                              std::span<const std::string_view> json_members) {
    Array parameters;
    merge(parameters, query_variables(request));
    if (request.method == "POST") merge(parameters, post_form(request));
    merge(parameters, path_parameters);
    merge(parameters, TRY(late_body(request, json_members)));
    return parameters;
}

Array head_parameters(const Request& request, const Array& path_parameters) {
    Array parameters;
    merge(parameters, query_variables(request));
    merge(parameters, path_parameters);
    return parameters;
}

bool has_json_body(const Request& request) {
    return is_json(request.header("Content-Type"));
}

}  // namespace roster
