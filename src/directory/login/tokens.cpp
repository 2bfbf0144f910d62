// SPDX-License-Identifier: Apache-2.0
#include "directory/login/tokens.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/crypto/crypto_rsa.h"
#include "base/json/json.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/login/authenticate.h"
#include "directory/passwords/key_pairs.h"
#include "directory/passwords/password_policy.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/logins/token_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::size_t kShortestToken = 22;
constexpr const char* kRememberedBrowsers = "login_token";
constexpr std::size_t kLongestName = 128, kCutName = 120;
constexpr int kLongPasswordKeyBits = 4096;
constexpr std::size_t kLongPassword = 250;  // bytes
constexpr std::int64_t kCheckSeconds = 300;
constexpr std::int64_t kLeastActivityStep = 15;

std::string with_secret(const Transaction& tx, const Secret& token) {
    return token.reveal() + tx.settings->secret().reveal();
}

// The text behind the password hash of a token row.
Secret hashed_text(const Secret& password) {
    return Secret(sha1_hex(password.reveal()) + password.reveal());
}

bool keeps_passwords(const Transaction& tx) {
    return tx.settings->boolean("auth.storeCryptedPassword", true);
}

std::string cut_name(std::string_view name) {
    if (count_characters(name) <= kLongestName) return std::string(name);
    std::size_t bytes = 0;
    for (std::size_t characters = 0; bytes < name.size(); ++bytes) {
        const bool starts_character = (static_cast<unsigned char>(name[bytes]) & 0xC0U) != 0x80U;
        if (starts_character && characters++ == kCutName) break;
    }
    return std::string(name.substr(0, bytes)) + "…";
}

TokenState state_of(const Token& row, std::int64_t now) {
    if (row.expires != 0 && row.expires < now) return TokenState::expired;
    if (row.type == TokenType::wipe) return TokenState::wiped;
    if (row.password_invalid) return TokenState::password_invalid;
    return TokenState::valid;
}

// The tokens of a user share one hash of the password, so that one of them shows whether all are up
// to date.
void share_password_hash(Transaction& tx, Token& row, const Secret& password) {
    const Secret text = hashed_text(password);
    const std::optional<std::string> shared = storage::first_password_hash(rows_of(tx), row.uid);
    if (shared && check_hash(tx, text, *shared).matches) {
        row.password_hash = *shared;
        return;
    }
    row.password_hash = hash_password(tx, text);
    tx.installation.logins.remember(text, *row.password_hash, tx.now);
    for (const Token& other : storage::tokens_of(rows_of(tx), row.uid))
        storage::set_token_password(rows_of(tx), other.id,
                                    base64_encode(rsa_encrypt(password.reveal(), other.public_key)),
                                    *row.password_hash);
}

// Tokens of sessions come and go with logins; only lasting tokens are recorded. But a logout or a
// new cookie for a remembered login must not be confirmed if the change is discarded.
void record_token(Transaction& tx, EventKind kind, const Token& row) {
    require_lasting(tx);
    if (row.type == TokenType::session) return;
    record_event(tx, {.kind = kind,
                      .subject = row.uid.text(),
                      .fields = {{.field = "token " + std::to_string(row.id), .after = row.name}}});
}

void record_token_edit(Transaction& tx, const Token& row, std::string_view what,
                       std::optional<std::string> before, std::string after) {
    record_event(tx, {.kind = EventKind::token_edit,
                      .subject = row.uid.text(),
                      .fields = {{.field = fmt::format("token {} {}", row.id, what),
                                  .before = std::move(before),
                                  .after = std::move(after)}}});
}

}  // namespace

Secret draw_app_password() {
    return Secret(random_text(kAppPasswordLength, kAlphanumeric));
}

Secret draw_device_password() {
    constexpr std::string_view kReadable = "abcdefgijkmnopqrstwxyzABCDEFGHJKLMNPQRSTWXYZ23456789";
    constexpr int kGroups = 5;
    std::string password;
    for (int group = 0; group < kGroups; ++group)
        password += (group == 0 ? "" : "-") + random_text(kGroups, kReadable);
    return Secret(std::move(password));
}

Token create_token(Transaction& tx, const Secret& token, const NewToken& wanted) {
    const Secret* const password =
        wanted.password && keeps_passwords(tx) ? &*wanted.password : nullptr;
    if (password && password->size() > kLongestPassword)
        throw std::runtime_error(fmt::format(
            "Trying to save a password with more than {} characters", kLongestPassword));
    const bool is_long = password && password->size() > kLongPassword;
    const KeyPair& keys =
        key_pair(tx, is_long ? kLongPasswordKeyBits : kUsualKeyBits, Slow::login_key);
    Token row{.uid = wanted.uid,
              .login_name = wanted.login_name,
              .name = cut_name(wanted.name),
              .hash = sha512_hex(with_secret(tx, token)),
              .type = wanted.type,
              .remember = wanted.remember,
              .last_activity = tx.now,
              .last_check = tx.now,
              .private_key = encrypt(keys.private_pem, with_secret(tx, token)),
              .public_key = keys.public_pem};
    if (password) {
        row.password_cipher = base64_encode(rsa_encrypt(password->reveal(), keys.public_pem));
        share_password_hash(tx, row, *password);
    }
    storage::hold_user(rows_of(tx), to_lower(wanted.uid));
    storage::insert_token(rows_of(tx), row);
    Token stored = storage::find_token(rows_of(tx), row.hash).value();
    record_token(tx, EventKind::token_create, stored);
    return stored;
}

FoundToken find_token(Transaction& tx, const Secret& token) {
    if (token.size() < kShortestToken) return {};
    const std::string hash = sha512_hex(with_secret(tx, token));
    std::optional<Token> row = storage::find_token(rows_of(tx), hash);
    if (!row) {
        row = storage::find_token(rows_of(tx), sha512_hex(token.reveal()));
        if (!row) return {};
        storage::set_token_hash(rows_of(tx), row->id, hash);
        row->hash = hash;
    }
    return {state_of(*row, tx.now), *std::move(row)};
}

FoundToken find_token(Transaction& tx, std::int64_t id) {
    std::optional<Token> row = storage::find_token_by_id(rows_of(tx), id);
    if (!row) return {};
    return {state_of(*row, tx.now), *std::move(row)};
}

std::optional<Secret> kept_password(Transaction& tx, const Token& row, const Secret& token) {
    if (!row.keeps_password() || token.empty()) return std::nullopt;
    const std::optional<std::string> key = decrypt(row.private_key, with_secret(tx, token));
    if (!key) return std::nullopt;
    std::optional<std::string> password = rsa_decrypt(base64_decode(*row.password_cipher), *key);
    if (!password) return std::nullopt;
    return Secret(*std::move(password));
}

bool check_token(Transaction& tx, const Token& row, const Secret& token) {
    if (row.last_check <= tx.now - kCheckSeconds) {
        const std::optional<Secret> password = kept_password(tx, row, token);
        if (!password && !is_enabled(tx, row.uid)) {
            storage::delete_token(rows_of(tx), row.id);
            tx.keep();
            return false;
        }
        const std::optional<User> user = password ? look_up_user(tx, row.login_name) : std::nullopt;
        if (password && !(user && has_password(tx, *user, *password))) {
            storage::set_token_password_invalid(rows_of(tx), row.id);
            tx.keep();
            return false;
        }
        storage::set_token_times(rows_of(tx), row.id, tx.now, tx.now);
        return true;
    }
    const std::int64_t step = std::clamp<std::int64_t>(
        tx.settings->integer("token_auth_activity_update", 60), 0, kCheckSeconds);
    if (row.last_activity < tx.now - std::max(step, kLeastActivityStep))
        storage::set_token_times(rows_of(tx), row.id, tx.now, row.last_check);
    return true;
}

bool may_confirm_password(const Token& row) {
    if (!row.scope) return true;
    const std::optional<Value> scope = parse_json(*row.scope);
    const Value* found =
        scope && scope->array() ? scope->array()->find("password-unconfirmable") : nullptr;
    return !(found && found->boolean() && *found->boolean());
}

bool rotate_token(Transaction& tx, const Token& row, const Secret& token, const Secret& new_token) {
    const std::optional<std::string> key = decrypt(row.private_key, with_secret(tx, token));
    if (!key) return false;
    storage::set_token_secret(rows_of(tx), row.id, sha512_hex(with_secret(tx, new_token)),
                              encrypt(*key, with_secret(tx, new_token)));
    record_token(tx, EventKind::token_rotate, row);
    return true;
}

void delete_token(Transaction& tx, const Token& row) {
    storage::delete_token(rows_of(tx), row.id);
    record_token(tx, EventKind::token_delete, row);
}

void end_browser_logins(Transaction& tx, const Uid& uid) {
    const std::int64_t own = tx.actor.uid == uid ? tx.actor.token_id : 0;
    for (const Token& row : storage::tokens_of(rows_of(tx), uid))
        if (row.type == TokenType::session && row.id != own)
            storage::delete_token(rows_of(tx), row.id);
    storage::delete_preferences_of_app(rows_of(tx), uid, kRememberedBrowsers);
}

bool rename_token(Transaction& tx, const Token& row, std::string_view name) {
    const std::string label = cut_name(name);
    if (label == row.name) return false;
    storage::set_token_name(rows_of(tx), row.id, label);
    record_token_edit(tx, row, "name", row.name, label);
    return true;
}

bool limit_token(Transaction& tx, const Token& row, std::string_view scope) {
    if (row.scope == scope) return false;
    storage::set_token_scope(rows_of(tx), row.id, scope);
    record_token_edit(tx, row, "scope", row.scope, std::string(scope));
    return true;
}

void mark_token_for_wipe(Transaction& tx, const Token& row) {
    storage::set_token_type(rows_of(tx), row.id, TokenType::wipe);
    record_token(tx, EventKind::token_wipe, row);
}

void renew_kept_passwords(Transaction& tx, const Uid& uid, const Secret& password) {
    if (password.empty() || !keeps_passwords(tx)) return;
    const Secret text = hashed_text(password);
    const std::vector<std::string> hashes = storage::password_hashes(rows_of(tx), uid);
    const bool up_to_date = std::all_of(hashes.begin(), hashes.end(), [&](const auto& hash) {
        return !hash.empty() && check_hash(tx, text, hash).matches;
    });
    if (up_to_date) return;
    const std::string hash = hash_password(tx, text);
    for (const Token& row : storage::tokens_of(rows_of(tx), uid))
        storage::set_token_password(rows_of(tx), row.id,
                                    base64_encode(rsa_encrypt(password.reveal(), row.public_key)),
                                    hash);
}

}  // namespace roster
