// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

enum class StockState {
    off,     // known, but not installed
    on,      // installed and enabled, may be disabled
    always,  // can never be disabled
};

// An app that ships with Nextcloud 32.0.1, as in oc_appconfig. `types` is a list with commas.
struct BundledApp {
    std::string_view id;
    std::string_view version;
    std::string_view types;
    StockState state;
};

// In the order of Nextcloud's app folder, in which they are listed and installed.
std::span<const BundledApp> bundled_apps();

// A row of oc_appconfig in a fresh installation.
struct StockAppValue {
    std::string app{};
    std::string key{};
    std::string value{};
    std::int64_t type = 2;
    bool lazy = false;
};

// The app values of a fresh installation; `now` (Unix seconds) is its time of installation. Without
// those that Nextcloud writes during use.
std::vector<StockAppValue> stock_app_values(std::int64_t now);

// Inserts the app values and the group `admin` into empty tables. Throws DatabaseError when they
// exist already.
void insert_seed_rows(Connection& db, std::int64_t now);

}  // namespace roster::storage
