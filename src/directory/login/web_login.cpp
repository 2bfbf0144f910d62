// SPDX-License-Identifier: Apache-2.0
#include "directory/login/web_login.h"

#include <fmt/core.h>

#include "directory/audit.h"
#include "directory/groups/access.h"
#include "directory/login/authenticate.h"
#include "directory/login/remembered_login.h"
#include "directory/login/throttle.h"
#include "directory/login/tokens.h"
#include "directory/login/two_factor.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/rows/config_rows.h"

namespace roster {

namespace {

constexpr std::size_t kLongestName = 255;
constexpr const char* kTokensOfSecondFactor = "login_token_2fa";

Unexpected<Error> refuse_form(Transaction& tx, std::string_view name, std::string_view state,
                              std::string_view message = "") {
    tx.log({.level = LogLevel::warning,
            .message =
                fmt::format("Login failed: {}{} (Remote IP: {})", name, state, tx.remote_address)});
    return refuse(Errc::bad_credentials, std::string(message), "password");
}

// Opens a new session that shares nothing with the HTML pages shown before the login.
Actor open_for(Transaction& tx, Session& session, const User& user, const WebLogin& login) {
    renew_session_id(tx, session);
    session.values = Array{};
    session.set(session_key::kUid, user.uid.text());
    session.set(session_key::kLoginName, login.name);
    session.set(session_key::kConfirmedAt, tx.now);
    const Token token = create_token(tx, session.id,
                                     {.uid = user.uid,
                                      .login_name = login.name,
                                      .password = login.password,
                                      .name = tx.user_agent,
                                      .type = TokenType::session,
                                      .remember = remembered_seconds(*tx.settings) > 0});
    Actor actor{.uid = user.uid,
                .login_name = login.name,
                .credential = Credential::session,
                .token_id = token.id};
    find_roles(tx, actor);
    return actor;
}

}  // namespace

std::vector<std::string> second_factors(Transaction& tx, const Uid& uid) {
    std::vector<std::string> providers;
    for (const storage::TwoFactorState& state : two_factor_states(tx, uid))
        if (state.enabled && state.provider != "backup_codes") providers.push_back(state.provider);
    return providers;
}

Result<Actor> log_in_by_form(Transaction& tx, Session& session, const WebLogin& login) {
    if (login.name.size() > kLongestName) return refuse(Errc::bad_credentials, "", "password");
    note_login_attempt(tx, login.name);
    const std::optional<User> named = look_up_user(tx, login.name);
    if (named && !is_enabled(tx, named->uid)) {
        // Without the right password, neither the response nor its duration reveals anything about
        // the user.
        const bool knows_password = check_login(tx, login.name, login.password).has_value();
        return refuse_form(tx, login.name, " disabled", knows_password ? kDisabledAccount : "");
    }
    const std::optional<User> user = check_login(tx, login.name, login.password);
    if (!user || !is_enabled(tx, user->uid)) {
        note_failed_login(tx, login.name);
        return refuse_form(tx, login.name, "");
    }

    // The login flow that led to this form continues after the login.
    const std::string flow = session.text(session_key::kFlowToken);
    const std::string state = session.text(session_key::kStateToken);
    const Actor actor = open_for(tx, session, *user, login);
    if (!flow.empty()) session.set(session_key::kFlowToken, flow);
    if (!state.empty()) session.set(session_key::kStateToken, state);

    note_successful_login(tx, user->uid);
    forget_failed_logins(tx, user->uid);
    note_password_login(tx, user->uid, login.password);
    storage::delete_preference(rows_of(tx), user->uid, "core", "lostpassword");
    const std::string timezone =
        storage::preference(rows_of(tx), user->uid, "core", "timezone").value_or("");
    if (timezone.empty() && !login.timezone.empty())
        storage::set_preference(rows_of(tx), user->uid, "core", "timezone", login.timezone,
                                storage::kTextPreference);
    if (needs_second_factor(tx, user->uid)) {
        session.set(session_key::kSecondFactor, kPending);
        storage::set_preference(rows_of(tx), user->uid, kTokensOfSecondFactor,
                                std::to_string(actor.token_id), std::to_string(tx.now));
    }
    return actor;
}

void log_out(Transaction& tx, Session& session, const Secret& remember_token) {
    note_event(tx, "Logout occurred");
    const Uid& uid = tx.actor.uid;
    if (session.is_browser_login()) {
        const FoundToken found = find_token(tx, session.id);
        if (found.state != TokenState::unknown) {
            storage::delete_preference(rows_of(tx), uid, kTokensOfSecondFactor,
                                       std::to_string(found.token.id));
            delete_token(tx, found.token);
        }
    }
    if (!uid.empty() && !remember_token.empty())
        storage::delete_preference(rows_of(tx), uid, "login_token", remember_token.reveal());
    clear_session(tx, session);
    tx.actor = Actor{};
}

void log_out_on_request(Transaction& tx, Session& session, const Secret& remember_token) {
    const std::string request_token = session.text(session_key::kRequestToken);
    log_out(tx, session, remember_token);
    session.lost = false;
    if (!request_token.empty()) session.set(session_key::kRequestToken, request_token);
    session.set(session_key::kLoggedOut, true);
}

}  // namespace roster
