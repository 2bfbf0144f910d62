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
// Draws an app password of kAppPasswordLength letters and digits.
Secret draw_app_password();
// One that can be typed: five groups of five, without letters that look alike.
Secret draw_device_password();

// What a new token is made for.
struct NewToken {
    Uid uid{};
    std::string login_name{};
    std::optional<Secret> password{};  // the login password, to be stored encrypted
    std::string name{};                // label, truncated when it is too long
    TokenType type = TokenType::app_password;
    bool remember = false;
};
// Creates the row for `token`, which only the client will know. Throws std::runtime_error for a
// password longer than kLongestPassword, storage::Conflict when the user was deleted meanwhile. May
// throw NeedsHash.
Token create_token(Transaction& tx, const Secret& token, const NewToken& wanted);

enum class TokenState { unknown, valid, expired, wiped, password_invalid };
struct FoundToken {
    TokenState state = TokenState::unknown;
    Token token{};
    bool valid() const { return state == TokenState::valid; }
};
// By the token or by the id of its row; `unknown` when there is none.
FoundToken find_token(Transaction& tx, const Secret& token);
FoundToken find_token(Transaction& tx, std::int64_t id);

// Whether the token still stands for its user. From time to time the stored password is checked
// again; a wrong one disables the token. Records the time of use. `token` may be empty when only
// the row is known; then the password is not checked. May throw NeedsHash.
bool check_token(Transaction& tx, const Token& row, const Secret& token);
// The login password stored with the token; nothing when there is none or `token` does not fit.
std::optional<Secret> kept_password(Transaction& tx, const Token& row, const Secret& token);
// Whether the token's scope lets it confirm a password.
bool may_confirm_password(const Token& row);

// Replaces the token of a row. False when `token` does not fit.
bool rotate_token(Transaction& tx, const Token& row, const Secret& token, const Secret& new_token);
// Deletes the row; records it unless it is a session's.
void delete_token(Transaction& tx, const Token& row);
// Ends the browser sessions of the user, except the calling one, and the remembered logins. App
// passwords stay.
void end_browser_logins(Transaction& tx, const Uid& uid);
// Set the label, truncated as for a new token, and the scope, as JSON. They return whether anything
// changed.
bool rename_token(Transaction& tx, const Token& row, std::string_view name);
bool limit_token(Transaction& tx, const Token& row, std::string_view scope);
// The token's device shall delete its data.
void mark_token_for_wipe(Transaction& tx, const Token& row);
// After a login by password: stores the new password with tokens that hold another one. May throw
// NeedsHash.
void renew_kept_passwords(Transaction& tx, const Uid& uid, const Secret& password);

}  // namespace roster
