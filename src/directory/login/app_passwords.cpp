// SPDX-License-Identifier: Apache-2.0
#include "directory/login/app_passwords.h"

#include <fmt/core.h>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"
#include "directory/login/authenticate.h"
#include "directory/login/throttle.h"
#include "directory/login/tokens.h"
#include "directory/rows.h"
#include "storage/logins/token_rows.h"

namespace roster {

namespace {

constexpr std::string_view kFilesystem = "filesystem";
constexpr const char* kNotInUse = "no app password in use";
constexpr const char* kNotRotated = "could not rotate apptoken";

std::optional<Secret> account_password(Transaction& tx, const Session& session) {
    if (tx.actor.credential == Credential::password) return session.shown;
    const FoundToken found = find_token(tx, session.id);
    return found.valid() ? kept_password(tx, found.token, session.id) : std::nullopt;
}

Result<Done> refuse_app_password(const Session& session) {
    if (session.has(session_key::kAppToken))
        return refuse(Errc::forbidden, "an app password cannot change app passwords", "session");
    return Done{};
}

Result<Token> find_own_token(Transaction& tx, const Session& session, std::int64_t id) {
    TRY(refuse_app_password(session));
    const FoundToken found = find_token(tx, id);
    const bool is_own = found.state != TokenState::unknown && found.token.uid == tx.actor.uid;
    if (!is_own) return refuse(Errc::not_found, "token does not exist", "id");
    return found.token;
}

Result<Token> find_editable_token(Transaction& tx, const Session& session, std::int64_t id) {
    Token token = TRY(find_own_token(tx, session, id));
    if (token.type == TokenType::wipe) return refuse(Errc::not_found, "token is wiped", "id");
    return token;
}

}  // namespace

Result<Secret> make_app_password(Transaction& tx, const Session& session) {
    if (session.has(session_key::kAppToken))
        return refuse(Errc::forbidden, "You cannot request an new apppassword with an apppassword",
                      "password");
    const std::optional<Secret> password = account_password(tx, session);
    if (!password) return refuse(Errc::forbidden, "", "password");
    Secret token = draw_app_password();
    create_token(tx, token,
                 {.uid = tx.actor.uid,
                  .login_name = tx.actor.login_name,
                  .password = password,
                  .name = tx.user_agent});
    return token;
}

Result<Done> delete_app_password(Transaction& tx, Session& session) {
    if (!session.has(session_key::kAppToken))
        return refuse(Errc::forbidden, kNotInUse, "apppassword");
    const FoundToken found = find_token(tx, session.integer(session_key::kAppToken));
    if (!found.valid()) return refuse(Errc::forbidden, "could not remove apptoken", "apppassword");
    delete_token(tx, found.token);
    return Done{};
}

Result<Secret> rotate_app_password(Transaction& tx, Session& session) {
    if (!session.has(session_key::kAppToken))
        return refuse(Errc::forbidden, kNotInUse, "apppassword");
    const FoundToken found = find_token(tx, session.integer(session_key::kAppToken));
    Secret token = draw_app_password();
    if (!found.valid() || !rotate_token(tx, found.token, session.shown, token))
        return refuse(Errc::forbidden, kNotRotated, "apppassword");
    session.shown = token;
    return token;
}

Result<DevicePassword> make_device_password(Transaction& tx, const Session& session,
                                            const std::string& name) {
    TRY(refuse_app_password(session));
    if (!is_utf8(name)) return refuse(Errc::invalid_argument, "name is not UTF-8", "name");
    const FoundToken login = find_token(tx, session.id);
    if (!login.valid()) return refuse(Errc::forbidden, "no login behind this session", "session");
    DevicePassword made{.password = draw_device_password()};
    made.token = create_token(tx, made.password,
                              {.uid = tx.actor.uid,
                               .login_name = login.token.login_name,
                               .password = kept_password(tx, login.token, session.id),
                               .name = name});
    return made;
}

Result<Done> edit_device_password(Transaction& tx, const Session& session, std::int64_t id,
                                  const std::string& name, const Array& scope) {
    const Token token = TRY(find_editable_token(tx, session, id));
    if (!is_utf8(name)) return refuse(Errc::invalid_argument, "name is not UTF-8", "name");
    if (scope != scope_of(token)) {
        const Value* filesystem = scope.find(kFilesystem);
        Array stored;
        stored.set(kFilesystem, filesystem && to_bool(*filesystem));
        limit_token(tx, token, to_json(Value(stored)));
    }
    rename_token(tx, token, name);
    return Done{};
}

Result<Done> delete_device_password(Transaction& tx, const Session& session, std::int64_t id) {
    delete_token(tx, TRY(find_own_token(tx, session, id)));
    return Done{};
}

Result<Done> wipe_device(Transaction& tx, const Session& session, std::int64_t id) {
    mark_token_for_wipe(tx, TRY(find_editable_token(tx, session, id)));
    return Done{};
}

Array scope_of(const Token& token) {
    std::optional<Value> scope = token.scope ? parse_json(*token.scope) : std::nullopt;
    if (scope && scope->array()) return std::move(*scope->array());
    Array everything;
    everything.set(kFilesystem, true);
    return everything;
}

Result<Secret> make_app_password_for(Transaction& tx, const User& user,
                                     const std::optional<Secret>& password,
                                     const std::string& name) {
    if (password && !has_password(tx, user, *password))
        return refuse(Errc::bad_credentials, "That is not the password of this account",
                      "password");
    Secret token = draw_app_password();
    create_token(
        tx, token,
        {.uid = user.uid, .login_name = user.uid.text(), .password = password, .name = name});
    return token;
}

std::vector<Token> tokens_of(Transaction& tx, const User& user) {
    return storage::tokens_of(rows_of(tx), user.uid);
}

Result<Done> delete_token_of(Transaction& tx, const User& user, std::int64_t id) {
    const std::optional<Token> token = storage::find_token_by_id(rows_of(tx), id);
    if (!token || token->uid != user.uid)
        return refuse(Errc::not_found, "token does not exist", "id");
    delete_token(tx, *token);
    return Done{};
}

void delete_tokens_unused_since(Transaction& tx, const User& user, std::int64_t time) {
    for (const Token& token : tokens_of(tx, user))
        if (token.last_activity < time) delete_token(tx, token);
}

Result<Done> confirm_password(Transaction& tx, Session& session, const Secret& password) {
    const std::string& name = tx.actor.login_name;
    if (!check_login(tx, name, password)) {
        tx.log({.level = LogLevel::warning,
                .app = "core",
                .message =
                    fmt::format("Login failed: '{}' (Remote IP: '{}')", name, tx.remote_address)});
        return refuse(Errc::bad_credentials, "", "password");
    }
    Array metadata;
    metadata.set("loginName", name);
    forget_attempts(tx, kConfirmAction, metadata);
    if (session.is_browser_login()) session.set(session_key::kConfirmedAt, tx.now);
    return Done{};
}

}  // namespace roster
