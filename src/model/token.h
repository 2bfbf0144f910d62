// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/uid.h"

namespace roster {

enum class TokenType : std::int64_t { session = 0, app_password = 1, wipe = 2 };

// A row of oc_authtoken: an app password, or the login of a browser session (contract: tokens).
struct Token {
    std::int64_t id = 0;
    Uid uid{};
    std::string login_name{};  // as typed when the token was created
    // The login password encrypted with public_key, in base64.
    std::optional<std::string> password_cipher{};
    std::string name{};  // the label
    std::string hash{};  // hash of the token and the secret of the installation
    TokenType type = TokenType::session;
    bool remember = false;
    std::int64_t last_activity = 0, last_check = 0;  // Unix seconds
    std::optional<std::string> scope{};              // JSON; absent: everything
    std::int64_t expires = 0;                        // Unix seconds, 0 never
    std::string private_key{};                       // encrypted with the token and the secret
    std::string public_key{};
    bool password_invalid = false;
    std::optional<std::string> password_hash{};

    bool keeps_password() const { return password_cipher && !password_cipher->empty(); }
};

}  // namespace roster
