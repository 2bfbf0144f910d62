// SPDX-License-Identifier: Apache-2.0
#include "service/call.h"

#include "base/php/php.h"

namespace roster {

namespace {

Unexpected<Error> unusable(std::string_view name) {
    return refuse(Errc::missing_argument, "", std::string(name));
}

}  // namespace

const Value* Call::find(std::string_view name) const {
    const Value* value = exchange.parameters().find(name);
    return value && !value->is_null() ? value : nullptr;
}

Result<std::optional<std::string>> Call::optional_text(std::string_view name) const {
    const Value* value = find(name);
    if (!value) return std::optional<std::string>();
    if (!value->text()) return unusable(name);
    return std::optional(*value->text());
}

Result<std::string> Call::required(std::string_view name) const {
    std::optional<std::string> value = TRY(optional_text(name));
    if (!value) return unusable(name);
    return *std::move(value);
}

Result<std::string> Call::text(std::string_view name, std::string_view otherwise) const {
    const std::optional<std::string> value = TRY(optional_text(name));
    return value.value_or(std::string(otherwise));
}

std::optional<std::int64_t> Call::optional_integer(std::string_view name) const {
    const Value* value = find(name);
    if (!value) return std::nullopt;
    return to_int(*value);
}

std::int64_t Call::integer(std::string_view name, std::int64_t otherwise) const {
    return optional_integer(name).value_or(otherwise);
}

Result<Array> Call::required_list(std::string_view name) const {
    if (!find(name)) return unusable(name);
    return list(name);
}

Result<Array> Call::list(std::string_view name) const {
    const Value* value = find(name);
    if (!value) return Array{};
    if (!value->array()) return unusable(name);
    return *value->array();
}

Result<std::vector<std::string>> Call::texts(std::string_view name) const {
    std::vector<std::string> texts;
    const Array items = TRY(list(name));
    for (const auto& [key, item] : items) {
        if (!item.text()) return unusable(name);
        texts.push_back(*item.text());
    }
    return texts;
}

}  // namespace roster
