// SPDX-License-Identifier: Apache-2.0
#include "directory/config/app_value_details.h"

#include <algorithm>

#include "directory/config/app_values.h"
#include "directory/rows.h"

namespace roster {

namespace {

namespace type = storage::app_value_type;

struct TypeName {
    std::int64_t type;
    std::string_view name;
    std::string_view complaint;  // message for a text that does not fit the type
};

constexpr TypeName kTypes[] = {
    {type::kMixed, "mixed", ""},
    {type::kString, "string", ""},
    {type::kInteger, "integer", "Value is not an integer"},
    {type::kFloat, "float", "Value is not a float"},
    {type::kBoolean, "boolean", "Value is not a boolean, please use 'true' or 'false'"},
    {type::kArray, "array", "Value is not an array"},
};

const TypeName& type_of(std::int64_t bits) {
    const auto* found = std::ranges::find(kTypes, bits & ~type::kSensitive, &TypeName::type);
    return found == std::end(kTypes) ? kTypes[0] : *found;
}

Result<const TypeName*> type_named(std::string_view name) {
    const auto* found = std::ranges::find(kTypes, name, &TypeName::name);
    if (found == std::end(kTypes))
        return refuse(Errc::invalid_argument, "Unknown type: %s", "type", std::string(name));
    return found;
}

}  // namespace

std::optional<AppValueDetails> find_app_value_details(Transaction& tx, std::string_view app,
                                                      std::string_view key) {
    const std::optional<storage::AppValue> row = storage::find_app_value(rows_of(tx), app, key);
    if (!row) return std::nullopt;
    return AppValueDetails{.value = unseal_app_value(*tx.settings, *row),
                           .type = std::string(type_of(row->type).name),
                           .lazy = row->lazy,
                           .sensitive = (row->type & type::kSensitive) != 0};
}

Result<bool> change_app_value(Transaction& tx, std::string_view app, std::string_view key,
                              const AppValueChange& change) {
    const std::optional<AppValueDetails> stored = find_app_value_details(tx, app, key);
    if (!change.value && !stored) return refuse(Errc::missing_argument, "No value given", "value");
    const std::string type_name =
        change.type.value_or(stored ? stored->type : std::string(kTypes[0].name));
    const TypeName* wanted = TRY(type_named(type_name));
    const std::optional<std::string> converted =
        convert_app_value(change.value ? *change.value : stored->value, wanted->type);
    if (!converted) return refuse(Errc::invalid_argument, std::string(wanted->complaint), "value");

    const bool sensitive = change.sensitive.value_or(stored && stored->sensitive);
    const bool lazy = change.lazy.value_or(stored && stored->lazy);
    const bool same = stored && stored->value == *converted && stored->type == wanted->name &&
                      stored->sensitive == sensitive && stored->lazy == lazy;
    if (same) return false;
    TRY(check_has_room(tx, app, key));
    store_app_value(tx, app, key,
                    {.value = sensitive ? seal_app_value(*tx.settings, *converted) : *converted,
                     .type = wanted->type | (sensitive ? type::kSensitive : 0),
                     .lazy = lazy});
    return true;
}

bool forget_app_value(Transaction& tx, std::string_view app, std::string_view key) {
    return erase_app_value(tx, app, key);
}

}  // namespace roster
