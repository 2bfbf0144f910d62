// SPDX-License-Identifier: Apache-2.0
#include "directory/login/remembered_login.h"

#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/php/php.h"
#include "base/text.h"
#include "directory/login/sessions.h"
#include "directory/login/tokens.h"
#include "directory/rows.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {
constexpr std::int64_t kUsualSeconds = 1'296'000;
constexpr std::size_t kTokenLength = 32;
constexpr const char* kApp = "login_token";
}  // namespace

std::int64_t remembered_seconds(const Settings& settings) {
    return settings.integer("remember_login_cookie_lifetime", kUsualSeconds);
}

RememberCookies remember_login(Transaction& tx, const Uid& uid, const Session& session) {
    RememberCookies cookies{.uid = uid,
                            .token = Secret(random_text(kTokenLength, kAlphanumeric)),
                            .session_id = session.id,
                            .seconds = remembered_seconds(*tx.settings)};
    storage::set_preference(rows_of(tx), uid, kApp, cookies.token.reveal(), std::to_string(tx.now));
    return cookies;
}

std::optional<RememberedLogin> use_remembered_login(Transaction& tx, const RememberCookies& shown,
                                                    Session& session) {
    renew_session_id(tx, session);
    const std::optional<User> user = storage::find_user(rows_of(tx), to_lower(shown.uid));
    if (!user) return std::nullopt;
    const std::optional<std::string> made_at =
        storage::preference(rows_of(tx), user->uid, kApp, shown.token.reveal());
    const FoundToken found = find_token(tx, shown.session_id);
    const bool known = made_at && to_int(*made_at) + remembered_seconds(*tx.settings) > tx.now &&
                       found.valid() && found.token.uid == user->uid;
    if (!known || !rotate_token(tx, found.token, shown.session_id, session.id)) {
        tx.log(
            {.level = LogLevel::info,
             .app = "core",
             .message = fmt::format("Tried to log in {} but could not verify token", user->uid)});
        return std::nullopt;
    }
    storage::delete_preference(rows_of(tx), user->uid, kApp, shown.token.reveal());
    return RememberedLogin{.user = *user,
                           .login_name = found.token.login_name,
                           .token_id = found.token.id,
                           .cookies = remember_login(tx, user->uid, session)};
}

}  // namespace roster
