// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace roster {

// The settings that Roster itself acts on.
inline constexpr std::string_view kUsersSettings = "OCA\\Settings\\Settings\\Admin\\Users";
inline constexpr std::string_view kSharingSettings = "OCA\\Settings\\Settings\\Admin\\Sharing";

// Administration settings that can be delegated.
struct DelegableSettings {
    std::string_view app{};      // that provides them
    std::string_view section{};  // id of the section
    std::string_view class_name{};
    std::string_view name{};  // where a section has more than one page
};

// Those of Nextcloud 32 and its bundled apps, in the order of their sections.
std::span<const DelegableSettings> all_delegable_settings();
// nullptr when there are none of that class; case-sensitive.
const DelegableSettings* find_delegable_settings(std::string_view class_name);

}  // namespace roster
