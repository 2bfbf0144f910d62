// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/connection.h"
#include "storage/rows/config_rows.h"

namespace roster::storage {

// A row of oc_twofactor_providers: whether a second factor is on for a user.
struct TwoFactorState {
    std::string provider{};
    bool enabled = false;
};

// What a login needs to know: those rows, and the app values `enabled` of the apps that provide
// second factors.
struct TwoFactorRows {
    std::vector<TwoFactorState> states{};
    std::vector<AppState> apps{};
};

// In the order that the engine returns them (contract: tables, section 4).
std::vector<TwoFactorState> two_factor_states(Connection& db, std::string_view uid);
// Updates or inserts the row.
void set_two_factor_state(Connection& db, std::string_view uid, std::string_view provider,
                          bool enabled);
// oc_twofactor_backupcodes.
bool has_backup_codes(Connection& db, std::string_view uid);
void delete_backup_codes(Connection& db, std::string_view uid);

}  // namespace roster::storage
