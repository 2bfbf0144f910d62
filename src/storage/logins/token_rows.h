// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/token.h"
#include "storage/engine/connection.h"

namespace roster::storage {

// oc_authtoken; only rows of version 2 are seen and written.
std::optional<Token> find_token(Connection& db, std::string_view hash);
std::optional<Token> find_token_by_id(Connection& db, std::int64_t id);
// In the order of their ids.
std::vector<Token> tokens_of(Connection& db, std::string_view uid);
std::optional<std::string> first_password_hash(Connection& db, std::string_view uid);
std::vector<std::string> password_hashes(Connection& db, std::string_view uid);
void insert_token(Connection& db, const Token& token);
void set_token_hash(Connection& db, std::int64_t id, std::string_view hash);
// Another token for the same row.
void set_token_secret(Connection& db, std::int64_t id, std::string_view hash,
                      std::string_view private_key);
void set_token_password(Connection& db, std::int64_t id, std::string_view password,
                        std::string_view password_hash);
void set_token_password_invalid(Connection& db, std::int64_t id);
void set_token_name(Connection& db, std::int64_t id, std::string_view name);
void set_token_scope(Connection& db, std::int64_t id, std::string_view scope);
void set_token_type(Connection& db, std::int64_t id, TokenType type);
void set_token_times(Connection& db, std::int64_t id, std::int64_t last_activity,
                     std::int64_t last_check);
void delete_token(Connection& db, std::int64_t id);
// Those of browser sessions, remembered or not, and those of another type, that were last used
// before that time.
void delete_unused_sessions(Connection& db, bool remember, std::int64_t before);
void delete_unused_tokens(Connection& db, TokenType type, std::int64_t before);

}  // namespace roster::storage
