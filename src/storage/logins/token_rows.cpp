// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/token_rows.h"

namespace roster::storage {

namespace {

constexpr std::int64_t kVersion = 2;

Token to_token(const Row& row) {
    return {.id = row.integer(0),
            .uid = row.uid(1),
            .login_name = row.text(2),
            .password_cipher = row.optional_text(3),
            .name = row.text(4),
            .hash = row.text(5),
            .type = static_cast<TokenType>(row.integer(6)),
            .remember = row.integer(7) != 0,
            .last_activity = row.integer(8),
            .last_check = row.integer(9),
            .scope = row.optional_text(10),
            .expires = row.integer(11),
            .private_key = row.text(12),
            .public_key = row.text(13),
            .password_invalid = row.integer(14) != 0,
            .password_hash = row.optional_text(15)};
}

}  // namespace

std::optional<Token> find_token(Connection& db, std::string_view hash) {
    return db.one(to_token,
                  "SELECT id, uid, login_name, password, name, token, type, remember,"
                  " last_activity, last_check, scope, expires, private_key, public_key,"
                  " password_invalid, password_hash"
                  " FROM oc_authtoken WHERE token = ? AND version = ?",
                  hash, kVersion);
}

std::optional<Token> find_token_by_id(Connection& db, std::int64_t id) {
    return db.one(to_token,
                  "SELECT id, uid, login_name, password, name, token, type, remember,"
                  " last_activity, last_check, scope, expires, private_key, public_key,"
                  " password_invalid, password_hash"
                  " FROM oc_authtoken WHERE id = ? AND version = ?",
                  id, kVersion);
}

std::vector<Token> tokens_of(Connection& db, std::string_view uid) {
    return db.all(to_token,
                  "SELECT id, uid, login_name, password, name, token, type, remember,"
                  " last_activity, last_check, scope, expires, private_key, public_key,"
                  " password_invalid, password_hash"
                  " FROM oc_authtoken WHERE uid = ? AND version = ? ORDER BY id",
                  uid, kVersion);
}

std::optional<std::string> first_password_hash(Connection& db, std::string_view uid) {
    return db.text(
        "SELECT password_hash FROM oc_authtoken WHERE uid = ? AND version = ?"
        " ORDER BY id LIMIT 1",
        uid, kVersion);
}

std::vector<std::string> password_hashes(Connection& db, std::string_view uid) {
    return db.texts(
        "SELECT DISTINCT COALESCE(password_hash, '') FROM oc_authtoken"
        " WHERE uid = ? AND version = ?",
        uid, kVersion);
}

void insert_token(Connection& db, const Token& token) {
    db.change(
        "INSERT INTO oc_authtoken (uid, login_name, password, name, token, type, remember,"
        " last_activity, last_check, scope, expires, private_key, public_key, version,"
        " password_invalid, password_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        token.uid, token.login_name, token.password_cipher, token.name, token.hash,
        static_cast<std::int64_t>(token.type), token.remember ? 1 : 0, token.last_activity,
        token.last_check, token.scope,
        token.expires == 0 ? std::nullopt : std::optional(token.expires), token.private_key,
        token.public_key, kVersion, token.password_invalid ? 1 : 0, token.password_hash);
}

void set_token_hash(Connection& db, std::int64_t id, std::string_view hash) {
    db.change("UPDATE oc_authtoken SET token = ? WHERE id = ?", hash, id);
}

void set_token_secret(Connection& db, std::int64_t id, std::string_view hash,
                      std::string_view private_key) {
    db.change("UPDATE oc_authtoken SET token = ?, private_key = ? WHERE id = ?", hash, private_key,
              id);
}

void set_token_password(Connection& db, std::int64_t id, std::string_view password,
                        std::string_view password_hash) {
    db.change(
        "UPDATE oc_authtoken SET password = ?, password_hash = ?, password_invalid = ?"
        " WHERE id = ?",
        password, password_hash, 0, id);
}

void set_token_password_invalid(Connection& db, std::int64_t id) {
    db.change("UPDATE oc_authtoken SET password_invalid = ? WHERE id = ?", 1, id);
}

void set_token_name(Connection& db, std::int64_t id, std::string_view name) {
    db.change("UPDATE oc_authtoken SET name = ? WHERE id = ?", name, id);
}

void set_token_scope(Connection& db, std::int64_t id, std::string_view scope) {
    db.change("UPDATE oc_authtoken SET scope = ? WHERE id = ?", scope, id);
}

void set_token_type(Connection& db, std::int64_t id, TokenType type) {
    db.change("UPDATE oc_authtoken SET type = ? WHERE id = ?", static_cast<std::int64_t>(type), id);
}

void set_token_times(Connection& db, std::int64_t id, std::int64_t last_activity,
                     std::int64_t last_check) {
    db.change("UPDATE oc_authtoken SET last_activity = ?, last_check = ? WHERE id = ?",
              last_activity, last_check, id);
}

void delete_token(Connection& db, std::int64_t id) {
    db.change("DELETE FROM oc_authtoken WHERE id = ?", id);
}

void delete_unused_sessions(Connection& db, bool remember, std::int64_t before) {
    db.change(
        "DELETE FROM oc_authtoken WHERE type = ? AND remember = ? AND last_activity < ?"
        " AND version = ?",
        static_cast<std::int64_t>(TokenType::session), remember ? 1 : 0, before, kVersion);
}

void delete_unused_tokens(Connection& db, TokenType type, std::int64_t before) {
    db.change("DELETE FROM oc_authtoken WHERE type = ? AND last_activity < ? AND version = ?",
              static_cast<std::int64_t>(type), before, kVersion);
}

}  // namespace roster::storage
