// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/token.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// oc_authtoken. Only rows of version 2 are read and written. Lookups return nothing when there is
// no such row; setters ignore an unknown id. Times are Unix seconds.
std::optional<Token> find_token(Connection& db, std::string_view hash);
std::optional<Token> find_token_by_id(Connection& db, std::int64_t id);
// By id.
std::vector<Token> tokens_of(Connection& db, std::string_view uid);
// The hash of the login password: in the user's first token, and in all of them, each once.
std::optional<std::string> first_password_hash(Connection& db, std::string_view uid);
std::vector<std::string> password_hashes(Connection& db, std::string_view uid);
void insert_token(Connection& db, const Token& token);
// Replaces only the digest by which the token is found.
void set_token_hash(Connection& db, std::int64_t id, std::string_view hash);
// Replaces the token of a row; the private key is encrypted with it.
void set_token_secret(Connection& db, std::int64_t id, std::string_view hash,
                      std::string_view private_key);
// Stores the login password, encrypted, and marks it as valid.
void set_token_password(Connection& db, std::int64_t id, std::string_view password,
                        std::string_view password_hash);
// Marks the stored login password as wrong.
void set_token_password_invalid(Connection& db, std::int64_t id);
void set_token_name(Connection& db, std::int64_t id, std::string_view name);
void set_token_scope(Connection& db, std::int64_t id, std::string_view scope);
void set_token_type(Connection& db, std::int64_t id, TokenType type);
void set_token_times(Connection& db, std::int64_t id, std::int64_t last_activity,
                     std::int64_t last_check);
void delete_token(Connection& db, std::int64_t id);
// Delete what was last used before `before`: sessions, remembered or not; tokens of one type.
void delete_unused_sessions(Connection& db, bool remember, std::int64_t before);
void delete_unused_tokens(Connection& db, TokenType type, std::int64_t before);

}  // namespace roster::storage
