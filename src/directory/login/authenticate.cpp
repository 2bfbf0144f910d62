// SPDX-License-Identifier: Apache-2.0
#include "directory/login/authenticate.h"

#include <fmt/core.h>

#include "base/php/php.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/groups/access.h"
#include "directory/login/throttle.h"
#include "directory/login/tokens.h"
#include "directory/login/two_factor.h"
#include "directory/profiles/languages.h"
#include "directory/profiles/profile_rules.h"
#include "directory/rows.h"
#include "directory/users/users.h"
#include "storage/logins/login_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

using storage::LoginRows;

constexpr std::int64_t kLastLoginStepSeconds = 60;

std::string without_nul(std::string_view text) {
    std::string clean(text);
    std::erase(clean, '\0');
    return clean;
}

// What a login needs to know about a user, from one statement.
struct LoginFacts {
    bool enabled = true;
    std::optional<std::string> first{}, last{};  // times of logins
};

LoginFacts login_facts(std::vector<storage::Preference> preferences) {
    LoginFacts facts;
    for (storage::Preference& row : preferences) {
        if (row.app == "core" && row.key == "enabled") facts.enabled = row.value != "false";
        if (row.app != "login") continue;
        if (row.key == "firstLogin") facts.first = std::move(row.value);
        if (row.key == "lastLogin") facts.last = std::move(row.value);
    }
    return facts;
}

LoginFacts find_login_facts(Transaction& tx, const Uid& uid) {
    return login_facts(storage::account_preferences(rows_of(tx), uid));
}

// Stores the times of a login; returns whether it was the first.
bool note_login_times(Transaction& tx, const Uid& uid, const LoginFacts& facts) {
    const auto& [enabled, first, last] = facts;
    const std::int64_t last_seconds = last ? to_int(*last) : 0;
    if (tx.now - last_seconds > kLastLoginStepSeconds && rows_of(tx).writable())
        storage::hold_user(rows_of(tx), to_lower(uid));
    if (!first || *first == "0")
        storage::set_preference(rows_of(tx), uid, "login", "firstLogin",
                                last_seconds == 0 ? std::to_string(tx.now) : "-1");
    if (tx.now - last_seconds > kLastLoginStepSeconds)
        storage::set_preference(rows_of(tx), uid, "login", "lastLogin", std::to_string(tx.now));
    return last_seconds == 0;
}

void remember_language(Transaction& tx, const Uid& uid) {
    if (storage::preference(rows_of(tx), uid, "core", "lang")) return;
    if (const std::optional<std::string> language = best_language(tx.accept_language))
        storage::set_preference(rows_of(tx), uid, "core", "lang", *language,
                                storage::kTextPreference);
}

void note_password_login(Transaction& tx, const Uid& uid, const Secret& password,
                         const LoginFacts& facts) {
    // A password that was in the cache has been compared with the tokens before.
    const bool newly_checked = !tx.work.verified.empty();
    if (newly_checked) renew_kept_passwords(tx, uid, password);
    if (note_login_times(tx, uid, facts)) remember_language(tx, uid);
}

Unexpected<Error> refuse_disabled() {
    return refuse(Errc::bad_credentials, "Account disabled", "disabled");
}

Unexpected<Error> refuse_login(Transaction& tx, const std::string& name) {
    note_failed_login(tx, name);
    tx.log(
        {.level = LogLevel::warning,
         .app = "core",
         .message = fmt::format("Login failed: '{}' (Remote IP: '{}')", name, tx.remote_address)});
    Array metadata;
    metadata.set("user", name);
    record_attempt(tx, kLoginAction, metadata);
    return refuse(Errc::bad_credentials);
}

// Whether the app password was made under this name; otherwise it does not count.
bool fits_login_name(Transaction& tx, const Token& row, const std::string& name) {
    if (to_lower(row.login_name) == to_lower(name)) return true;
    Array data;
    data.set("tokenLoginName", row.login_name);
    data.set("sessionLoginName", name);
    data.set("app", "core");
    data.set("user", row.uid.text());
    tx.log({.level = LogLevel::error,
            .app = "core",
            .message = "App token login name does not match",
            .data = std::move(data)});
    return false;
}

Actor admit(Transaction& tx, Actor actor, const storage::RoleRows& roles) {
    tx.keep();
    set_roles(tx, actor, roles);
    if (actor.credential != Credential::session) note_successful_login(tx, actor.uid);
    return actor;
}

Result<Actor> log_in_with_token(Transaction& tx, const FoundToken& found, const Secret& token,
                                Credential credential) {
    std::optional<LoginRows> rows = storage::find_login_rows(rows_of(tx), found.token.uid);
    if (!rows) return Actor{};
    note_login_attempt(tx, found.token.login_name);
    const LoginFacts facts = login_facts(std::move(rows->preferences));
    if (!facts.enabled) return refuse_disabled();
    if (!check_token(tx, found.token, token)) return Actor{};
    note_login_times(tx, rows->user.uid, facts);
    return admit(tx,
                 {.uid = rows->user.uid,
                  .login_name = found.token.login_name,
                  .credential = credential,
                  .token_id = found.token.id},
                 rows->roles);
}

// The user that a login name means, as look_up_user() finds it, with the other rows for a login. An
// empty uid means no user.
LoginRows look_up_login(Transaction& tx, std::string_view name) {
    const auto by_uid = [&tx](std::string_view uid) {
        return storage::find_login_rows(rows_of(tx), uid);
    };
    if (!may_be_uid(name)) return {};
    if (std::optional<LoginRows> rows = by_uid(name)) return *std::move(rows);
    const std::optional<User> user = storage::find_user_by_email(rows_of(tx), to_lower(name));
    return user ? by_uid(user->uid).value_or(LoginRows{}) : LoginRows{};
}

// The only user with this address, unless it is `user`.
std::optional<User> other_with_email(Transaction& tx, const std::optional<User>& user,
                                     const std::string& name) {
    if (!is_email_address(name)) return std::nullopt;
    const std::optional<Uid> uid = storage::only_uid_with_email(rows_of(tx), to_lower(name));
    if (!uid || (user && user->uid == *uid)) return std::nullopt;
    return storage::find_user(rows_of(tx), to_lower(*uid));
}

// `user` is the one found under that name.
std::optional<User> check_login_of(Transaction& tx, const std::optional<User>& user,
                                   const std::string& name, const Secret& raw_password) {
    const Secret password(without_nul(raw_password.reveal()));
    if (user && has_spelling(tx, user, password)) return user;
    std::optional<User> other = other_with_email(tx, user, name);
    if (other && has_password(tx, *other, password)) return other;
    // The duration must not reveal that no user has this name.
    if (!user && !other) has_spelling(tx, std::nullopt, password);
    return std::nullopt;
}

// The login password is not allowed when the settings require tokens, or when it would bypass the
// second factor. The duration must not distinguish a second factor from a wrong password.
bool may_use_password(Transaction& tx, const LoginRows& rows, const Secret& raw_password) {
    if (tx.settings->boolean("token_auth_enforced", false)) return false;
    const bool needs_more =
        !rows.user.uid.empty() && needs_second_factor(tx, rows.user.uid, rows.second_factors);
    tx.keep();
    if (!needs_more) return true;
    // A call that is run again has been counted already.
    if (!tx.work.verified.empty() || may_spend_uncounted(tx))
        has_spelling(tx, std::nullopt, Secret(without_nul(raw_password.reveal())));
    return false;
}

}  // namespace

Actor admit(Transaction& tx, Actor actor) {
    const storage::RoleRows roles = storage::find_role_rows(rows_of(tx), actor.uid, kAdminGroup);
    return admit(tx, std::move(actor), roles);
}

void note_successful_login(Transaction& tx, const Uid& uid) {
    const Uid nobody = std::exchange(tx.actor.uid, uid);
    note_event(tx, fmt::format("Login successful: \"{}\"", uid));
    tx.actor.uid = nobody;
}

void note_login_attempt(Transaction& tx, const std::string& name) {
    note_event(tx, fmt::format("Login attempt: \"{}\"", name));
}

void note_failed_login(Transaction& tx, const std::string& name) {
    note_event(tx, fmt::format("Login failed: \"{}\"", name));
}

Verdict check_hash(Transaction& tx, const Secret& password, std::string_view stored) {
    if (tx.installation.logins.knows(password, stored, tx.now)) return {.matches = true};
    const HashingOptions options = hashing_options(*tx.settings);
    const VerifiedKey key(password, stored);
    // Another call with the same password may have verified it meanwhile.
    const Verdict verdict = tx.work.once(
        tx.work.verified, key, [key, options, &logins = tx.installation.logins, now = tx.now] {
            if (logins.knows(key.first, key.second, now)) return Verdict{.matches = true};
            return verify_password(key.first.reveal(), key.second, options);
        });
    if (verdict.matches && !verdict.rehash)
        tx.installation.logins.remember(password, stored, tx.now);
    return verdict;
}

bool spend_check(Transaction& tx, const Secret& password) {
    check_hash(tx, password, unmatched_hash(hashing_options(*tx.settings)));
    return false;
}

bool has_spelling(Transaction& tx, const std::optional<User>& user, const Secret& password) {
    const auto fits = [&](const Secret& spelling) {
        return user ? has_password(tx, *user, spelling) : spend_check(tx, spelling);
    };
    if (fits(password)) return true;
    const Secret decoded(percent_decode(password.reveal(), true));
    return decoded.reveal() != password.reveal() && fits(decoded);
}

bool has_password(Transaction& tx, const User& user, const Secret& password) {
    if (!can_match(user.password_hash)) return spend_check(tx, password);
    const Verdict verdict = check_hash(tx, password, user.password_hash);
    if (verdict.matches && verdict.rehash) {
        const std::string hash = hash_password(tx, password);
        storage::set_password_hash(rows_of(tx), user.uid, hash);
        tx.installation.logins.remember(password, hash, tx.now);
    }
    return verdict.matches;
}

std::optional<User> check_login(Transaction& tx, std::string_view raw_name,
                                const Secret& raw_password) {
    const std::string name = without_nul(raw_name);
    return check_login_of(tx, look_up_user(tx, name), name, raw_password);
}

void note_password_login(Transaction& tx, const Uid& uid, const Secret& password) {
    note_password_login(tx, uid, password, find_login_facts(tx, uid));
}

void note_token_login(Transaction& tx, const Uid& uid) {
    note_login_times(tx, uid, find_login_facts(tx, uid));
}

namespace {

Result<Actor> try_password(Transaction& tx, const std::string& name, const Secret& password) {
    note_login_attempt(tx, name);
    const FoundToken token = find_token(tx, password);
    if (token.state == TokenState::expired) return refuse(Errc::bad_credentials);
    LoginRows rows;
    if (!token.valid()) {
        rows = look_up_login(tx, name);
        if (!may_use_password(tx, rows, password)) return Actor{};
    }
    if (token.valid() && fits_login_name(tx, token.token, name)) {
        const Actor actor = TRY(log_in_with_token(tx, token, password, Credential::app_password));
        if (actor.logged_in()) return actor;
    }
    const std::string clean_name = without_nul(name);
    if (token.valid() || clean_name != name) rows = look_up_login(tx, clean_name);
    const std::optional<User> named =
        rows.user.uid.empty() ? std::nullopt : std::optional(rows.user);
    const std::optional<User> user = check_login_of(tx, named, clean_name, password);
    if (!user) return refuse_login(tx, name);
    if (user->uid != rows.user.uid) rows = look_up_login(tx, user->uid);
    const LoginFacts facts = login_facts(std::move(rows.preferences));
    if (!facts.enabled) return refuse_disabled();
    note_password_login(tx, user->uid, password, facts);
    return admit(tx, {.uid = user->uid, .login_name = name, .credential = Credential::password},
                 rows.roles);
}

void take_back_failures(Transaction& tx, const Actor& actor) {
    forget_failed_logins(tx, actor.uid);
    tx.keep();
}

}  // namespace

Result<Actor> log_in_with_password(Transaction& tx, const std::string& name,
                                   const Secret& password) {
    const bool failed_before = TRY(pass_throttle(tx, kLoginAction)) > 0;
    Actor actor = TRY(try_password(tx, name, password));
    if (actor.logged_in() && failed_before) take_back_failures(tx, actor);
    return actor;
}

Result<Actor> log_in_with_bearer(Transaction& tx, const Secret& token) {
    const FoundToken found = find_token(tx, token);
    if (!found.valid()) return Actor{};
    Actor actor = TRY(log_in_with_token(tx, found, token, Credential::bearer));
    if (actor.logged_in()) take_back_failures(tx, actor);
    return actor;
}

Result<Actor> log_in_with_session(Transaction& tx, Session& session) {
    const bool by_app_password = session.has(session_key::kAppToken);
    const Uid uid(session.text(session_key::kUid));
    if (uid.empty() && !session.spent && !by_app_password) return Actor{};
    const std::optional<User> user =
        uid.empty() ? std::nullopt : storage::find_user(rows_of(tx), to_lower(uid));
    // A deleted user has no session, and nothing is logged out.
    if (!user && !uid.empty()) {
        renew_session_id(tx, session);
        session.values = Array{};
        return Actor{};
    }
    const Secret token = by_app_password ? Secret() : session.id;
    const FoundToken found = by_app_password
                                 ? find_token(tx, session.integer(session_key::kAppToken))
                                 : find_token(tx, session.id);
    const bool good = user && !session.spent && found.valid();
    if (good && !is_enabled(tx, user->uid)) {
        tx.actor.uid = user->uid;
        return refuse_disabled();
    }
    if (!good || !check_token(tx, found.token, token)) {
        clear_session(tx, session);
        return Actor{};
    }
    return admit(tx, {.uid = user->uid,
                      .login_name = session.text(session_key::kLoginName),
                      .credential = Credential::session,
                      .token_id = found.token.id});
}

}  // namespace roster
