// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace roster {

// Those that Roster itself acts on.
inline constexpr std::string_view kUsersSettings = "OCA\\Settings\\Settings\\Admin\\Users";
inline constexpr std::string_view kSharingSettings = "OCA\\Settings\\Settings\\Admin\\Sharing";

// Settings of the administration that can be delegated.
struct DelegableSettings {
    std::string_view app{};      // which brings them along
    std::string_view section{};  // of the administration, by its id
    std::string_view class_name{};
    std::string_view name{};  // where a section has more than one
};

// Those of Nextcloud 32 with the apps that it brings along, in the order of their sections.
std::span<const DelegableSettings> all_delegable_settings();
// nullptr when there are none of that class; letter case counts.
const DelegableSettings* find_delegable_settings(std::string_view class_name);

}  // namespace roster
