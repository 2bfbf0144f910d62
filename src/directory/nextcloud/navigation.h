// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "model/uid.h"

namespace roster {

class Writer;

// What the caller's navigation depends on.
struct NavigationContext {
    // Prefix of every path: the web root, with scheme and host when absolute URLs are requested.
    std::string base{};
    // Whether an app is on for the caller.
    std::function<bool(std::string_view app)> is_enabled{};
    // The positions that the caller has chosen, by entry id: preference core/apporder.
    std::map<std::string, std::int64_t, std::less<>> own_order{};
    // For the entries of the settings.
    Uid uid{};
    bool is_admin = false;
    bool administers_somebody = false;
    bool has_help = true;
    Secret request_token{};  // for the logout link
};

// The data of GET /core/navigation/apps: a list of maps.
void write_navigation(Writer& out, const NavigationContext& context);
// The data of GET /core/navigation/settings: the user menu.
void write_settings_navigation(Writer& out, const NavigationContext& context);

}  // namespace roster
