// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace roster {

class Writer;

// What the capabilities depend on.
struct CapabilityContext {
    bool logged_in = false;
    std::string base_url{};  // scheme, host and web root, without a slash at its end
    // Whether an app is on for the caller.
    std::function<bool(std::string_view app)> is_enabled{};

    std::int64_t throttle_delay_ms = 0;  // of the caller's address
    bool allow_listed = false;           // the caller's address

    std::string language{};  // stored settings of the caller, "" without
    std::string locale{};
    std::string timezone = "UTC";

    bool pretty_urls = true;           // addresses work without /index.php
    std::int64_t proxy_log_level = 4;  // of app_api
    bool federated_scope = true;
    bool published_scope = false;

    std::string name = "Nextcloud";  // theming
    std::string url = "https://nextcloud.com";
    std::string slogan = "a safe home for all your data";
    std::string theming_version = "0";  // app value theming/cachebuster

    std::int64_t minimum_password_length = 10;  // of password_policy
    bool enforce_non_common_password = true;
    bool enforce_numeric_characters = false;
    bool enforce_special_characters = false;
    bool enforce_upper_and_lower_case = false;
};

// The data of GET /cloud/capabilities: the version, then what each enabled app can do. Nobody
// (not logged in) sees the public part only.
void write_capabilities(Writer& out, const CapabilityContext& context);

}  // namespace roster
