// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace roster {

class Writer;

// An app that ships with Nextcloud 32.0.1.
struct App {
    std::string_view id{};
    std::string_view name{};
    std::string_view version{};
    std::string_view types{};         // with commas, as in its app value `types`
    bool always_enabled = false;      // never listed as installable, never disabled
    bool enabled_by_default = false;  // in a fresh installation
};

// All 53, in the order of Nextcloud's app folder, in which the API lists them.
std::span<const App> all_apps();
// nullptr when there is no such app; case-sensitive.
const App* find_app(std::string_view id);

// Writes Nextcloud's description of an app as one map, with the members in Nextcloud's order.
void write_app_information(Writer& out, const App& app);

}  // namespace roster
