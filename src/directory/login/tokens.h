// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"
#include "model/token.h"

namespace roster {

// App passwords and the tokens of browser sessions (contract: tokens).

inline constexpr std::size_t kAppPasswordLength = 72;
Secret draw_app_password();
// One that a person can type: five groups of five, without letters that look alike.
Secret draw_device_password();

// What a new token is for.
struct NewToken {
    Uid uid{};
    std::string login_name{};
    std::optional<Secret> password{};  // the login password, to be kept encrypted
    std::string name{};                // label; one that is too long is cut
    TokenType type = TokenType::app_password;
    bool remember = false;
};
// Makes the row for `token`, which only the client will know. May throw NeedsHash.
Token create_token(Transaction& tx, const Secret& token, const NewToken& wanted);

enum class TokenState { unknown, valid, expired, wiped, password_invalid };
struct FoundToken {
    TokenState state = TokenState::unknown;
    Token token{};
    bool valid() const { return state == TokenState::valid; }
};
FoundToken find_token(Transaction& tx, const Secret& token);
FoundToken find_token(Transaction& tx, std::int64_t id);

// Whether the row still stands for its account: from time to time the kept password is checked
// again; a wrong one disables the token. Notes when the token was used. `token` may be empty where
// only the row is known; then the password is not checked. May throw NeedsHash.
bool check_token(Transaction& tx, const Token& row, const Secret& token);
// The login password kept in the row; nothing where none is kept.
std::optional<Secret> kept_password(Transaction& tx, const Token& row, const Secret& token);
bool may_confirm_password(const Token& row);

// The row gets another token. False when the old one does not open it.
bool rotate_token(Transaction& tx, const Token& row, const Secret& token, const Secret& new_token);
void delete_token(Transaction& tx, const Token& row);
// Ends the browser sessions of the account, but for the one that calls, and has its browsers
// forgotten. App passwords stay.
void end_browser_logins(Transaction& tx, const Uid& uid);
// Another label, cut as a new one is; and what the token is good for, as JSON. Whether something
// has changed.
bool rename_token(Transaction& tx, const Token& row, std::string_view name);
bool limit_token(Transaction& tx, const Token& row, std::string_view scope);
// The device that has it shall forget its data.
void mark_token_for_wipe(Transaction& tx, const Token& row);
// After a login by password: tokens that keep another password take over this one.
void renew_kept_passwords(Transaction& tx, const Uid& uid, const Secret& password);

}  // namespace roster
