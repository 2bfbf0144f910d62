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

// What the entries of the caller's navigation depend on.
struct NavigationContext {
    // Before every path: the web root, with scheme and host when absolute addresses are asked for.
    std::string base{};
    // Whether an app is on for the caller.
    std::function<bool(std::string_view app)> is_enabled{};
    // The caller's own places of entries, by id: preference core/apporder.
    std::map<std::string, std::int64_t, std::less<>> own_order{};
    // What the entries of the settings depend on besides.
    Uid uid{};
    bool is_admin = false;
    bool administers_somebody = false;
    bool has_help = true;
    Secret request_token{};  // for the link that logs out
};

// The data of GET /core/navigation/apps: a list of maps.
void write_navigation(Writer& out, const NavigationContext& context);
// The data of GET /core/navigation/settings: what the menu of one's own account has.
void write_settings_navigation(Writer& out, const NavigationContext& context);

}  // namespace roster
