// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "directory/transaction.h"

namespace roster {

// What a browser session carries, as keys of Session::values.
namespace session_key {
inline constexpr std::string_view kUid = "uid", kLoginName = "login_name";
inline constexpr std::string_view kAppToken = "app_token";  // id of the app password that logged in
inline constexpr std::string_view kConfirmedAt = "confirmed_at";  // the password, Unix seconds
inline constexpr std::string_view kSecondFactor = "second_factor";
inline constexpr std::string_view kRequestToken = "request_token";
inline constexpr std::string_view kStateToken = "state_token", kFlowToken = "flow_token";
inline constexpr std::string_view kLoggedOut = "logged_out";  // by the call before
}  // namespace session_key
inline constexpr std::string_view kPassed = "passed", kPending = "pending";

// The session of a request, found by the cookie that is named after the instance and opened by the
// passphrase in the cookie beside it. Only what a browser that has logged in needs is stored: a
// session that carries nothing, one of an app password, and one that a login without cookies left
// behind are known by a signature in the cookie, and what is noted before a login is in the cookie
// itself. So nobody can fill the database without an account.
struct Session {
    Secret id{};
    Secret passphrase{};
    Array values{};
    bool announce = false;        // the answer sets the cookie
    bool new_passphrase = false;  // the same for the passphrase
    bool spent = false;           // of a login by password that made no token: good for nothing
    bool lost = false;            // logged out: its new id is not known to the next request
    bool changed = false;         // since it was read or saved
    std::int64_t expires = 0;     // of the stored row; 0: there is none
    Secret shown{};               // the password or token that this call logged in with; not kept

    std::string text(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    bool has(std::string_view key) const { return values.find(key) != nullptr; }
    // Opened by a browser with the account password; it stands for a token row of its own.
    bool is_browser_login() const {
        return !spent && has(session_key::kUid) && !has(session_key::kAppToken);
    }
    void set(std::string_view key, Value value);
    void erase(std::string_view key);
};

Session open_session(Transaction& tx, const Secret& id, const Secret& passphrase);
// Another id; what was kept under the old one is gone.
void renew_session_id(Transaction& tx, Session& session);
// Logged out: nothing is carried on.
void clear_session(Transaction& tx, Session& session);
// Stores what has changed, or chooses the id that says what need not be stored.
void save_session(Transaction& tx, Session& session);

// The id of a session that carries nothing.
Secret empty_session_id(const Settings& settings, const Secret& passphrase);
Secret draw_passphrase();

// The token that a form of this session has to send back, drawn when first asked for; masked
// anew each time, so that compression does not give it away.
Secret masked_request_token(Session& session);
bool is_request_token(const Session& session, const Secret& masked);

}  // namespace roster
