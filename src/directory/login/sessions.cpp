// SPDX-License-Identifier: Apache-2.0
#include "directory/login/sessions.h"

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"
#include "directory/rows.h"
#include "storage/logins/session_rows.h"
#include "storage/logins/token_rows.h"

namespace roster {

namespace {

// The first letter of a session id is its kind.
constexpr char kEmpty = 'e', kSpent = 'b', kAppPassword = 'a', kStored = 's', kUnknown = 'n';
constexpr char kCarried = 'c';
constexpr std::size_t kIdLength = 40, kPassphraseLength = 128, kRequestTokenLength = 32;
constexpr std::int64_t kUsualLifetimeSeconds = 86'400;
constexpr std::int64_t kTouchSeconds = 600;  // the expiry of a row is updated at most this often

std::int64_t lifetime_seconds(const Settings& settings) {
    return settings.integer("session_lifetime", kUsualLifetimeSeconds);
}

std::string draw_id(char kind) {
    return kind + random_text(kIdLength, kAlphanumeric);
}

std::string sign(const Settings& settings, std::string_view text, const Secret& passphrase) {
    std::string signed_text("session:");
    signed_text.append(text).append(":").append(passphrase.reveal());
    return to_hex(hmac_sha256(settings.secret().reveal(), signed_text));
}

std::string signed_id(const Settings& settings, const std::string& text, const Secret& passphrase) {
    return text + "-" + sign(settings, text, passphrase);
}

// The text before the signature; "" when the signature is wrong.
std::string_view signed_part(const Settings& settings, std::string_view id,
                             const Secret& passphrase) {
    const std::size_t dash = id.rfind('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view text = id.substr(0, dash);
    const bool fits = equal_in_constant_time(id.substr(dash + 1), sign(settings, text, passphrase));
    return fits ? text : std::string_view();
}

// Hashed, so that a leaked database gives nobody a session.
std::string row_key(const Session& session) {
    return sha256_hex(session.id.reveal() + session.passphrase.reveal());
}

bool read_stored(Transaction& tx, Session& session) {
    const std::optional<storage::SessionRow> row =
        storage::find_session(rows_of(tx), row_key(session));
    if (!row || row->expires <= tx.now) return false;
    std::optional<Value> values = parse_json(row->data);
    if (!values || !values->array()) return false;
    session.values = *std::move(values->array());
    session.expires = row->expires;
    return true;
}

// aRANDOM-TOKEN ID-TIME OF CREATION. The user of the session checks whether the token is still
// valid.
bool read_app_password(Transaction& tx, Session& session, std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '-');
    constexpr std::size_t kParts = 3;
    if (parts.size() != kParts) return false;
    if (to_int(parts[2]) + lifetime_seconds(*tx.settings) <= tx.now) return false;
    session.values.set(session_key::kAppToken, to_int(parts[1]));
    if (const std::optional<Token> token =
            storage::find_token_by_id(rows_of(tx), to_int(parts[1]))) {
        session.values.set(session_key::kUid, token->uid.text());
        session.values.set(session_key::kLoginName, token->login_name);
    }
    return true;
}

// cRANDOM-VALUES: the data of a session before a login, in base64.
bool read_carried(Session& session, std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '-');
    constexpr std::size_t kParts = 2;
    if (parts.size() != kParts) return false;
    std::optional<Value> values = parse_json(base64_decode(parts[1]));
    if (!values || !values->array()) return false;
    session.values = *std::move(values->array());
    return true;
}

bool read_session(Transaction& tx, Session& session) {
    if (session.id.empty() || session.new_passphrase) return false;
    if (session.id.reveal().front() == kStored) return read_stored(tx, session);
    const std::string_view text =
        signed_part(*tx.settings, session.id.reveal(), session.passphrase);
    if (text.empty()) return false;
    session.spent = text.front() == kSpent;
    if (text.front() == kAppPassword) return read_app_password(tx, session, text);
    if (text.front() == kCarried) return read_carried(session, text);
    return session.spent || text.front() == kEmpty;
}

bool is_only_app_password(const Session& session) {
    for (const auto& [key, value] : session.values)
        if (key != session_key::kUid && key != session_key::kLoginName &&
            key != session_key::kAppToken)
            return false;
    return session.has(session_key::kAppToken);
}

char kind_of(const Session& session) {
    if (session.lost) return kUnknown;
    if (session.spent) return kSpent;
    if (session.values.empty()) return kEmpty;
    if (!session.has(session_key::kUid) && !session.has(session_key::kAppToken)) return kCarried;
    return is_only_app_password(session) ? kAppPassword : kStored;
}

std::string unstored_id(const Transaction& tx, const Session& session, char kind) {
    std::string text = draw_id(kind);
    if (kind == kUnknown) return text;
    if (kind == kAppPassword)
        text += fmt::format("-{}-{}", session.integer(session_key::kAppToken), tx.now);
    if (kind == kCarried) text += "-" + base64_encode(to_json(Value(session.values)));
    return signed_id(*tx.settings, text, session.passphrase);
}

std::string masked(std::string_view text, std::string_view mask) {
    std::string mixed(text);
    for (std::size_t i = 0; i < mixed.size(); ++i)
        mixed[i] = static_cast<char>(mixed[i] ^ mask[i]);
    return mixed;
}

}  // namespace

std::string Session::text(std::string_view key) const {
    const Value* found = values.find(key);
    return found && found->text() ? *found->text() : std::string();
}

std::int64_t Session::integer(std::string_view key) const {
    const Value* found = values.find(key);
    return found ? to_int(*found) : 0;
}

void Session::set(std::string_view key, Value value) {
    const Value* found = values.find(key);
    if (found && *found == value) return;
    values.set(key, std::move(value));
    changed = announce = true;
}

void Session::erase(std::string_view key) {
    if (values.erase(key)) changed = announce = true;
}

Secret draw_passphrase() {
    return Secret(random_text(kPassphraseLength, kBase64Alphabet));
}

Secret empty_session_id(const Settings& settings, const Secret& passphrase) {
    return Secret(signed_id(settings, draw_id(kEmpty), passphrase));
}

Session open_session(Transaction& tx, const Secret& id, const Secret& passphrase) {
    Session session{.id = id, .passphrase = passphrase};
    session.new_passphrase = passphrase.empty();
    if (session.new_passphrase) session.passphrase = draw_passphrase();
    if (!read_session(tx, session)) {
        session.id = Secret(draw_id(kStored));
        session.values = Array{};
        session.announce = session.changed = true;
    }
    return session;
}

void renew_session_id(Transaction& tx, Session& session) {
    if (session.expires != 0) storage::delete_session(rows_of(tx), row_key(session));
    session.id = Secret(draw_id(kStored));
    session.expires = 0;
    session.spent = session.lost = false;
    session.announce = session.changed = true;
}

void clear_session(Transaction& tx, Session& session) {
    renew_session_id(tx, session);
    session.values = Array{};
    session.lost = true;
}

void save_session(Transaction& tx, Session& session) {
    const std::int64_t lifetime = lifetime_seconds(*tx.settings);
    const bool near_expiry =
        session.expires != 0 && session.expires < tx.now + lifetime - kTouchSeconds;
    if (!session.changed && !near_expiry) return;
    session.changed = false;
    const char kind = kind_of(session);
    if (kind != kStored) {
        if (session.expires != 0) storage::delete_session(rows_of(tx), row_key(session));
        session.expires = 0;
        session.id = Secret(unstored_id(tx, session, kind));
        session.announce = true;
        return;
    }
    if (session.id.reveal().front() != kStored) session.id = Secret(draw_id(kStored));
    if (session.expires == 0) storage::delete_sessions_until(rows_of(tx), tx.now);
    session.expires = tx.now + lifetime;
    storage::set_session(rows_of(tx), row_key(session), session.text(session_key::kUid),
                         {.data = to_json(Value(session.values)), .expires = session.expires});
}

Secret masked_request_token(Session& session) {
    if (!session.has(session_key::kRequestToken))
        session.set(session_key::kRequestToken, random_text(kRequestTokenLength, kBase64Alphabet));
    const std::string token = session.text(session_key::kRequestToken);
    const std::string mask = random_bytes(token.size());
    return Secret(base64_encode(masked(token, mask)) + ":" + base64_encode(mask));
}

bool is_request_token(const Session& session, const Secret& shown) {
    const std::string token = session.text(session_key::kRequestToken);
    const std::string_view text = shown.reveal();
    const std::size_t colon = text.find(':');
    if (token.empty() || colon == std::string_view::npos) return false;
    const std::string mixed = base64_decode(text.substr(0, colon));
    const std::string mask = base64_decode(text.substr(colon + 1));
    if (mixed.size() != token.size() || mask.size() != token.size()) return false;
    return equal_in_constant_time(masked(mixed, mask), token);
}

}  // namespace roster
