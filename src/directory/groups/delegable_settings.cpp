// SPDX-License-Identifier: Apache-2.0
#include "directory/groups/delegable_settings.h"

#include <algorithm>

namespace roster {

namespace {

constexpr DelegableSettings kAll[] = {
    {"settings", "overview", "OCA\\Settings\\Settings\\Admin\\Overview",
     "Security & setup warnings"},
    {"support", "support", "OCA\\Support\\Settings\\Admin"},
    {"settings", "server", "OCA\\Settings\\Settings\\Admin\\Server", "Background jobs"},
    {"settings", "server", "OCA\\Settings\\Settings\\Admin\\Mail", "Email server"},
    {"settings", "sharing", kSharingSettings},
    {"federatedfilesharing", "sharing", "OCA\\FederatedFileSharing\\Settings\\Admin",
     "Federated Cloud Sharing"},
    {"federation", "sharing", "OCA\\Federation\\Settings\\Admin", "Trusted servers"},
    {"sharebymail", "sharing", "OCA\\ShareByMail\\Settings\\Admin", "Share by mail"},
    {"user_ldap", "ldap", "OCA\\User_LDAP\\Settings\\Admin"},
    {"theming", "theming", "OCA\\Theming\\Settings\\Admin"},
    {"settings", "ai", "OCA\\Settings\\Settings\\Admin\\ArtificialIntelligence",
     "Artificial Intelligence"},
    {"dav", "groupware", "OCA\\DAV\\Settings\\CalDAVSettings"},
    {"settings", "usersdelegation", kUsersSettings, "Users"},
    {"webhook_listeners", "webhook_listeners-admin", "OCA\\WebhookListeners\\Settings\\Admin",
     "Webhooks"},
    {"logreader", "logging", "OCA\\LogReader\\Settings\\Admin"},
    {"serverinfo", "serverinfo", "OCA\\ServerInfo\\Settings\\AdminSettings"},
};

}  // namespace

std::span<const DelegableSettings> all_delegable_settings() {
    return kAll;
}

const DelegableSettings* find_delegable_settings(std::string_view class_name) {
    const auto* const found = std::ranges::find(kAll, class_name, &DelegableSettings::class_name);
    return found == std::end(kAll) ? nullptr : found;
}

}  // namespace roster
