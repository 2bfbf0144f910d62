// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>

#include "base/text.h"

namespace roster {

namespace {

constexpr std::string_view kColon = ": ", kLineEnd = "\r\n";

// The place of one header in the header lines.
struct Place {
    std::size_t begin, value, end, next;
};

std::optional<Place> find_line(std::string_view lines, std::string_view name) {
    std::size_t next = 0;
    for (std::size_t begin = 0; begin < lines.size(); begin = next) {
        next = lines.find('\n', begin) + 1;
        const std::size_t colon = begin + name.size();
        if (colon < next && lines[colon] == ':' &&
            equals_ignoring_case(lines.substr(begin, name.size()), name))
            return Place{begin, colon + kColon.size(), next - kLineEnd.size(), next};
    }
    return std::nullopt;
}

bool is_one_line(std::string_view text) {
    // Three fast searches beat one slow loop that checks each byte for all three.
    return text.find('\r') == text.npos && text.find('\n') == text.npos &&
           text.find('\0') == text.npos;
}

}  // namespace

const std::string* Request::find_header(std::string_view name) const {
    for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
        // Most names differ in length already.
        if (header->name.size() == name.size() && equals_ignoring_case(header->name, name))
            return &header->value;
    }
    return nullptr;
}

std::string_view Request::header(std::string_view name) const {
    const std::string* value = find_header(name);
    return value ? std::string_view(*value) : std::string_view();
}

bool to_origin_form(Request& request) {
    constexpr std::string_view kSeparator = "://";
    const std::size_t separator = request.target.find(kSeparator);
    const std::string_view scheme = std::string_view(request.target).substr(0, separator);
    if (separator == std::string::npos ||
        !(equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https")))
        return true;
    const std::size_t begin = separator + kSeparator.size();
    const std::size_t end =
        std::min(request.target.find_first_of("/?", begin), request.target.size());
    std::string host = request.target.substr(begin, end - begin);
    if (host.empty()) return false;
    request.target.erase(0, end);
    if (!request.target.starts_with('/')) request.target.insert(0, "/");
    std::erase_if(request.headers,
                  [](const Header& header) { return equals_ignoring_case(header.name, "Host"); });
    request.headers.push_back({"Host", std::move(host)});
    return true;
}

void Response::set(std::string_view name, std::string_view value) {
    const std::optional<Place> present = find_line(header_lines, name);
    if (!present)
        add(name, value);
    else if (is_one_line(value))
        header_lines.replace(present->value, present->end - present->value, value);
    else
        remove(name);
}

void Response::add(std::string_view name, std::initializer_list<std::string_view> parts_of_value) {
    const std::size_t begin = header_lines.size();
    header_lines.append(name).append(kColon);
    for (const std::string_view part : parts_of_value)
        header_lines += part;
    if (is_one_line(std::string_view(header_lines).substr(begin)))
        header_lines += kLineEnd;
    else
        header_lines.resize(begin);
}

void Response::remove(std::string_view name) {
    while (const std::optional<Place> found = find_line(header_lines, name))
        header_lines.erase(found->begin, found->next - found->begin);
}

std::optional<std::string_view> Response::find_header(std::string_view name) const {
    const std::optional<Place> found = find_line(header_lines, name);
    if (!found) return std::nullopt;
    return std::string_view(header_lines).substr(found->value, found->end - found->value);
}

}  // namespace roster
