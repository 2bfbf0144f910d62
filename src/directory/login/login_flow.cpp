// SPDX-License-Identifier: Apache-2.0
#include "directory/login/login_flow.h"

#include <regex>

#include "base/crypto/crypto.h"
#include "base/crypto/crypto_cipher.h"
#include "base/crypto/crypto_rsa.h"
#include "base/text.h"
#include "directory/login/tokens.h"
#include "directory/passwords/key_pairs.h"
#include "directory/rows.h"
#include "storage/logins/login_flow_rows.h"

namespace roster {

namespace {

constexpr std::size_t kTokenLength = 128, kStateTokenLength = 64;
constexpr std::size_t kLongestClientName = 255;

std::string poll_digest(const Transaction& tx, const Secret& token) {
    return sha512_hex(token.reveal() + tx.settings->secret().reveal());
}

// Deletes an expired flow and returns nothing.
std::optional<storage::LoginFlow> fresh(Transaction& tx, std::optional<storage::LoginFlow> flow) {
    if (!flow || flow->timestamp + kFlowSeconds >= tx.now) return flow;
    storage::delete_flow(rows_of(tx), flow->id);
    tx.keep();
    return std::nullopt;
}

// A pattern from the settings, /pattern/flags; `i` is the only supported flag. Only the start of a
// text is examined, because the matcher uses stack for every character.
bool matches_pattern(const std::string& pattern, const std::string& whole_text) {
    constexpr std::size_t kLongestName = 255;
    const std::string text = whole_text.substr(0, kLongestName);
    if (pattern.empty()) return false;
    const std::size_t end = pattern.rfind(pattern.front());
    if (end == 0) return false;
    auto flags = std::regex::ECMAScript;
    if (pattern.find('i', end) != std::string::npos) flags |= std::regex::icase;
    try {
        return std::regex_search(text, std::regex(pattern.substr(1, end - 1), flags));
    } catch (const std::regex_error&) {
        return false;
    }
}

bool is_client_allowed(const Transaction& tx, const std::string& name) {
    const std::vector<std::string> patterns =
        tx.settings->texts("core.login_flow_v2.allowed_user_agents");
    if (patterns.empty()) return true;
    for (const std::string& pattern : patterns)
        if (matches_pattern(pattern, name)) return true;
    return false;
}

Result<storage::LoginFlow> flow_of(Transaction& tx, const Session& session) {
    const std::string token = session.text(session_key::kFlowToken);
    std::optional<storage::LoginFlow> flow;
    if (!token.empty()) flow = fresh(tx, storage::find_flow_by_login_token(rows_of(tx), token));
    if (!flow) return refuse(Errc::forbidden, "Your login token is invalid or has expired");
    if (!is_client_allowed(tx, flow->client_name))
        return refuse(Errc::forbidden, "Please use original client");
    return *std::move(flow);
}

void use_up_tokens(Session& session) {
    session.erase(session_key::kFlowToken);
    session.erase(session_key::kStateToken);
}

void hand_over(Transaction& tx, const storage::LoginFlow& flow, const std::string& server,
               const std::string& login_name, const Secret& password) {
    storage::grant_flow(rows_of(tx), flow.id, login_name, server,
                        base64_encode(rsa_encrypt(password.reveal(), flow.public_key)));
}

}  // namespace

StartedFlow start_login_flow(Transaction& tx) {
    const KeyPair& keys = key_pair(tx, kUsualKeyBits, Slow::flow_key);
    StartedFlow started{.poll_token = Secret(random_text(kTokenLength, kAlphanumeric)),
                        .login_token = Secret(random_text(kTokenLength, kAlphanumeric))};
    storage::insert_flow(
        rows_of(tx),
        {.timestamp = tx.now,
         .poll_token = poll_digest(tx, started.poll_token),
         .login_token = started.login_token.reveal(),
         .public_key = keys.public_pem,
         .private_key = encrypt(keys.private_pem, started.poll_token.reveal()),
         .client_name = std::string(cut_at_character(tx.user_agent, kLongestClientName))});
    return started;
}

std::optional<GrantedLogin> poll_login_flow(Transaction& tx, const Secret& poll_token) {
    const std::optional<storage::LoginFlow> flow =
        fresh(tx, storage::find_flow_by_poll_token(rows_of(tx), poll_digest(tx, poll_token)));
    if (!flow || !flow->login_name || !flow->server || !flow->app_password) return std::nullopt;
    storage::delete_flow(rows_of(tx), flow->id);
    tx.keep();
    const std::optional<std::string> key = decrypt(flow->private_key, poll_token.reveal());
    if (!key) return std::nullopt;
    std::optional<std::string> password = rsa_decrypt(base64_decode(*flow->app_password), *key);
    if (!password) return std::nullopt;
    return GrantedLogin{.server = *flow->server,
                        .login_name = *flow->login_name,
                        .app_password = Secret(*std::move(password))};
}

Result<Done> open_login_flow(Transaction& tx, Session& session, const Secret& login_token) {
    const std::optional<storage::LoginFlow> flow =
        fresh(tx, storage::find_flow_by_login_token(rows_of(tx), login_token.reveal()));
    if (!flow) return refuse(Errc::forbidden, "Your login token is invalid or has expired");
    storage::set_flow_started(rows_of(tx), flow->id);
    session.set(session_key::kFlowToken, login_token.reveal());
    return Done{};
}

Result<std::string> pick_login_flow(Transaction& tx, Session& session) {
    const storage::LoginFlow flow = TRY(flow_of(tx, session));
    session.set(session_key::kStateToken, random_text(kStateTokenLength, kAlphanumeric));
    return flow.client_name;
}

Result<std::string> check_login_flow(Transaction& tx, const Session& session,
                                     const std::optional<Secret>& state_token) {
    if (!state_token) return refuse(Errc::forbidden, "State token missing");
    const std::string expected = session.text(session_key::kStateToken);
    if (expected.empty() || !equal_in_constant_time(state_token->reveal(), expected))
        return refuse(Errc::forbidden, "State token does not match");
    const storage::LoginFlow flow = TRY(flow_of(tx, session));
    return flow.client_name;
}

Result<Done> grant_login_flow(Transaction& tx, Session& session, const std::string& server) {
    const storage::LoginFlow flow = TRY(flow_of(tx, session));
    const FoundToken found = find_token(tx, session.id);
    use_up_tokens(session);
    if (!found.valid()) return refuse(Errc::forbidden, "Could not complete login");
    const Secret password = draw_app_password();
    create_token(tx, password,
                 {.uid = tx.actor.uid,
                  .login_name = found.token.login_name,
                  .password = kept_password(tx, found.token, session.id),
                  .name = flow.client_name});
    hand_over(tx, flow, server, found.token.login_name, password);
    return Done{};
}

Result<Done> grant_login_flow_with(Transaction& tx, Session& session, const std::string& server,
                                   const std::string& login_name, const Secret& password) {
    const storage::LoginFlow flow = TRY(flow_of(tx, session));
    const FoundToken found = find_token(tx, password);
    use_up_tokens(session);
    if (!found.valid() || found.token.login_name != login_name)
        return refuse(Errc::forbidden, "Invalid app password");
    hand_over(tx, flow, server, login_name, password);
    return Done{};
}

}  // namespace roster
