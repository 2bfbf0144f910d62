// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "directory/finding/sharing_rules.h"
#include "directory/nextcloud/file_rules.h"
#include "directory/nextcloud/theme.h"
#include "directory/passwords/password_policy.h"

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

    std::string language{};  // stored settings of the caller; "" when there are none
    std::string locale{};
    std::string timezone = "UTC";

    std::int64_t poll_seconds = 60;
    std::string webdav_root = "remote.php/webdav";
    bool pretty_urls = true;     // URLs work without /index.php
    std::int64_t log_level = 4;  // for app_api
    Theme theme{};
    FileRules files{};
    SharingRules sharing{};
    PasswordPolicy passwords{};
    bool found_by_servers = true;  // in federation
    bool bulk_upload = true;       // of dav
    bool absence = true;
    bool federated_scope = true;
    bool published_scope = false;
};

// Fills in the settings for this caller, except `base_url` and `is_enabled`.
void read_settings(Transaction& tx, CapabilityContext& context);

// The data of GET /cloud/capabilities: the version, then the capabilities of each enabled app. Only
// the public part for callers who are not logged in.
void write_capabilities(Writer& out, const CapabilityContext& context);

}  // namespace roster
