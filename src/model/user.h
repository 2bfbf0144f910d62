// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "model/uid.h"

namespace roster {

// A user: a row of oc_users.
struct User {
    Uid uid{};
    std::optional<std::string> stored_display_name{};
    std::string password_hash{};

    // The uid when no display name is set; a stored "0" counts as none.
    const std::string& display_name() const {
        const bool named =
            stored_display_name && !stored_display_name->empty() && *stored_display_name != "0";
        return named ? *stored_display_name : uid.text();
    }
};

}  // namespace roster
