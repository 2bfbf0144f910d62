// SPDX-License-Identifier: Apache-2.0
#include "directory/config/system_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json/json.h"
#include "base/secrets.h"
#include "directory/audit.h"

namespace roster {

namespace {

std::optional<std::string> shown(const std::vector<std::string>& names, const Value* value) {
    if (!value) return std::nullopt;
    return std::ranges::any_of(names, names_secret) ? std::string(kHiddenSecret) : to_json(*value);
}

void record_setting(Transaction& tx, const std::vector<std::string>& names, const Value* after) {
    const std::string field = fmt::format("{}", fmt::join(names.begin() + 1, names.end(), " "));
    record_event(tx, {.kind = after ? EventKind::setting_set : EventKind::setting_delete,
                      .subject = names.front(),
                      .fields = {{.field = field,
                                  .before = shown(names, find_system_setting(*tx.settings, names)),
                                  .after = shown(names, after)}}});
}

// Settings whose names do not suggest a secret but which are private.
constexpr std::string_view kPrivateSettings[] = {"datadirectory",
                                                 "dbhost",
                                                 "dbname",
                                                 "dbuser",
                                                 "instanceid",
                                                 "license-key",
                                                 "mail_domain",
                                                 "mail_from_address",
                                                 "mail_smtphost",
                                                 "mail_smtpname",
                                                 "objectstore",
                                                 "objectstore_multibucket",
                                                 "redis",
                                                 "redis.cluster",
                                                 "sentry.dsn",
                                                 "trusted_proxies",
                                                 "updater.server.url"};

// Secrets are texts; a boolean may have any name.
Array without_secret_texts(const Array& values) {
    Array shown;
    for (const auto& [key, value] : values) {
        if (value.text() && names_secret(key))
            shown.append(key, kRemovedValue);
        else if (value.array())
            shown.append(key, without_secret_texts(*value.array()));
        else
            shown.append(key, value);
    }
    return shown;
}

}  // namespace

Array public_settings(const Settings& settings) {
    Array shown = without_secret_texts(settings.values());
    for (const std::string_view key : kPrivateSettings)
        if (shown.find(key)) shown.set(key, kRemovedValue);
    return shown;
}

const Value* find_system_setting(const Settings& settings, const std::vector<std::string>& names) {
    const Value* value = settings.find(names.front());
    for (std::size_t i = 1; value && i < names.size(); ++i)
        value = value->array() ? value->array()->find(names[i]) : nullptr;
    return value;
}

void set_system_setting(Transaction& tx, const std::vector<std::string>& names,
                        const Value& value) {
    record_setting(tx, names, &value);
    tx.installation.settings.set(names, value);
}

bool remove_system_setting(Transaction& tx, const std::vector<std::string>& names) {
    if (!find_system_setting(*tx.settings, names)) return false;
    record_setting(tx, names, nullptr);
    return tx.installation.settings.remove(names);
}

}  // namespace roster
