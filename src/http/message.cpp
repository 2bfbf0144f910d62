// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include "base/text.h"

namespace roster {

namespace {

template <class Headers>
auto* find_in(Headers& headers, std::string_view name) {
    for (auto& header : headers)
        if (equals_ignoring_case(header.name, name)) return &header.value;
    return decltype(&headers.front().value){nullptr};
}

}  // namespace

const std::string* Request::find_header(std::string_view name) const {
    return find_in(headers, name);
}

std::string_view Request::header(std::string_view name) const {
    const std::string* value = find_header(name);
    return value ? std::string_view(*value) : std::string_view();
}

void Response::set(std::string_view name, std::string value) {
    if (std::string* present = find_in(headers, name)) {
        *present = std::move(value);
        return;
    }
    add(name, std::move(value));
}

void Response::add(std::string_view name, std::string value) {
    headers.push_back({std::string(name), std::move(value)});
}

void Response::remove(std::string_view name) {
    std::erase_if(headers,
                  [name](const Header& header) { return equals_ignoring_case(header.name, name); });
}

const std::string* Response::find_header(std::string_view name) const {
    return find_in(headers, name);
}

}  // namespace roster
