// SPDX-License-Identifier: Apache-2.0
#include "model/settings.h"

#include <stdexcept>

#include "base/php/php.h"

namespace roster {

namespace {

constexpr std::string_view kSecret = "secret", kInstanceId = "instanceid";

}  // namespace

std::string Settings::text(std::string_view key, std::string_view otherwise) const {
    const Value* value = find(key);
    if (!value || value->is_null()) return std::string(otherwise);
    if (const std::string* text = value->text()) return *text;
    if (const std::int64_t* number = value->integer()) return std::to_string(*number);
    if (const bool* flag = value->boolean()) return *flag ? "1" : "";
    return std::string(otherwise);
}

std::int64_t Settings::integer(std::string_view key, std::int64_t otherwise) const {
    const Value* value = find(key);
    return value && !value->is_null() ? to_int(*value) : otherwise;
}

bool Settings::boolean(std::string_view key, bool otherwise) const {
    const Value* value = find(key);
    return value && !value->is_null() ? to_bool(*value) : otherwise;
}

std::vector<std::string> Settings::texts(std::string_view key) const {
    const Value* value = find(key);
    if (!value) return {};
    if (const std::string* text = value->text()) return {*text};
    std::vector<std::string> texts;
    if (const Array* list = value->array())
        for (const auto& [index, item] : *list)
            if (const std::string* text = item.text()) texts.push_back(*text);
    return texts;
}

Secret Settings::secret() const {
    if (missing() == kSecret) throw std::runtime_error("the setting secret is missing");
    return Secret(text(kSecret));
}

std::string_view Settings::missing() const {
    for (const std::string_view key : {kSecret, kInstanceId}) {
        const Value* value = find(key);
        if (!value || !value->text() || value->text()->empty()) return key;
    }
    return {};
}

}  // namespace roster
