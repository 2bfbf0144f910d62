// SPDX-License-Identifier: Apache-2.0
#include "ocs/login.h"

#include "base/text.h"
#include "directory/groups/access.h"
#include "directory/login/authenticate.h"
#include "directory/login/remembered_login.h"
#include "directory/login/tokens.h"
#include "directory/users/users.h"
#include "http/basic.h"
#include "ocs/cookies.h"
#include "service/login_cache.h"

namespace roster::ocs {

namespace {

constexpr std::string_view kBearer = "Bearer ";

void name_session(Session& session, const Actor& actor) {
    session.set(session_key::kUid, actor.uid.text());
    session.set(session_key::kLoginName, actor.login_name);
}

// An app password makes the session usable by its cookie alone. The login password does so only for
// a client that has shown that it stores cookies.
Result<Actor> try_basic(Exchange& exchange, Transaction& tx, Session& session,
                        const std::string& name, const Secret& password) {
    Result<Actor> tried = log_in_with_password(tx, name, password);
    const bool throttled = !tried && tried.error().code == Errc::throttled;
    const bool silent = tried && !tried->logged_in();
    if (throttled || silent) return tried;
    renew_session_id(tx, session);
    Actor actor = TRY(std::move(tried));
    session.values = Array{};
    session.shown = password;
    if (actor.credential == Credential::app_password) {
        name_session(session, actor);
        session.set(session_key::kAppToken, actor.token_id);
    } else if (cookie(exchange.request, kTestCookie).empty()) {
        session.spent = true;
    } else {
        name_session(session, actor);
        session.set(session_key::kConfirmedAt, tx.now);
        actor.token_id = create_token(tx, session.id,
                                      {.uid = actor.uid,
                                       .login_name = name,
                                       .password = password,
                                       .name = tx.user_agent,
                                       .type = TokenType::session})
                             .id;
    }
    return actor;
}

Result<Actor> try_bearer(Transaction& tx, Session& session, std::string_view header) {
    const Secret token(std::string(header.substr(kBearer.size())));
    const Actor actor = TRY(log_in_with_bearer(tx, token));
    if (!actor.logged_in()) return actor;
    session.values = Array{};
    session.shown = token;
    name_session(session, actor);
    session.set(session_key::kAppToken, actor.token_id);
    return actor;
}

RememberCookies shown_remember_cookies(const Request& request) {
    return {.uid = Uid(cookie(request, "nc_username")),
            .token = Secret(cookie(request, "nc_token")),
            .session_id = Secret(cookie(request, "nc_session_id"))};
}

Actor try_remembered(Exchange& exchange, Transaction& tx, Session& session) {
    const RememberCookies shown = shown_remember_cookies(exchange.request);
    if (!shown.complete()) return {};
    const std::optional<RememberedLogin> login = use_remembered_login(tx, shown, session);
    if (!login) return {};
    Actor actor{.uid = login->user.uid,
                .login_name = login->login_name,
                .credential = Credential::remembered,
                .token_id = login->token_id};
    exchange.run.remember = login->cookies;
    session.values = Array{};
    name_session(session, actor);
    note_token_login(tx, actor.uid);
    if (!is_enabled(tx, actor.uid)) return Actor{.uid = actor.uid};
    return admit(tx, std::move(actor));
}

Result<Actor> find_actor(Exchange& exchange, Transaction& tx) {
    Session& session = *exchange.run.session;
    if (!exchange.request.header("X-Nextcloud-Federation").empty()) return Actor{};
    Actor actor = TRY(log_in_with_session(tx, session));
    if (actor.logged_in()) return actor;
    const std::string_view header = exchange.request.header("Authorization");
    if (header.starts_with(kBearer)) {
        actor = TRY(try_bearer(tx, session, header));
        if (actor.logged_in()) return actor;
    }
    // A user who has just logged out must not be recognised by the same cookies at once.
    if (session.lost)
        exchange.run.remember = RememberCookies{};
    else
        actor = try_remembered(exchange, tx, session);
    if (!actor.uid.empty()) return actor;
    if (std::optional<BasicCredentials> basic = read_basic(header))
        return try_basic(exchange, tx, session, basic->name, Secret(std::move(basic->password)));
    return actor;
}

Secret shown_secret(std::string_view header) {
    if (header.starts_with(kBearer)) return Secret(std::string(header.substr(kBearer.size())));
    std::optional<BasicCredentials> basic = read_basic(header);
    return basic ? Secret(std::move(basic->password)) : Secret();
}

// Cookies have a state on the server.
bool is_by_header(const Request& request) {
    return request.find_header("Authorization") && !request.find_header("Cookie") &&
           !request.find_header("X-Nextcloud-Federation");
}

// Restores the state of a call whose login is cached. Its session is new, as in every such call.
void resume(Exchange& exchange, Transaction& tx, const KnownLogin& login) {
    exchange.run.session = Session{.passphrase = draw_passphrase(),
                                   .values = login.session_values,
                                   .new_passphrase = true,
                                   .spent = login.session_spent,
                                   .changed = true,
                                   .shown = shown_secret(exchange.request.header("Authorization"))};
    tx.actor = exchange.run.actor = login.actor;
    save_session(tx, *exchange.run.session);
    tx.keep();
}

}  // namespace

bool shows_credentials(const Exchange& exchange) {
    const Request& request = exchange.request;
    return !request.header("Authorization").empty() ||
           !cookie(request, session_cookie_name(exchange)).empty() ||
           shown_remember_cookies(request).complete();
}

Result<Done> log_in(Exchange& exchange, Transaction& tx) {
    const bool lasts = is_by_header(exchange.request);
    const auto known = recall_login(exchange, tx, lasts);
    if (known) {
        resume(exchange, tx, *known);
        return Done{};
    }
    exchange.run.session =
        open_session(tx, Secret(cookie(exchange.request, session_cookie_name(exchange))),
                     Secret(cookie(exchange.request, kPassphraseCookie)));
    const Result<Actor> found = find_actor(exchange, tx);
    if (found) tx.actor = *found;
    exchange.run.actor = tx.actor;
    save_session(tx, *exchange.run.session);
    tx.keep();
    if (!found) return Unexpected{found.error()};
    if (lasts) keep_login(exchange, tx);
    return Done{};
}

}  // namespace roster::ocs
