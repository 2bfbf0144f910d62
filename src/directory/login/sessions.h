// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/value.h"
#include "directory/transaction.h"

namespace roster {

// The keys of Session::values.
namespace session_key {
inline constexpr std::string_view kUid = "uid", kLoginName = "login_name";
inline constexpr std::string_view kAppToken = "app_token";  // id of the app password that logged in
inline constexpr std::string_view kConfirmedAt = "confirmed_at";  // Unix time of the password check
inline constexpr std::string_view kSecondFactor = "second_factor";
inline constexpr std::string_view kRequestToken = "request_token";
inline constexpr std::string_view kStateToken = "state_token", kFlowToken = "flow_token";
inline constexpr std::string_view kLoggedOut = "logged_out";  // by the previous call
}  // namespace session_key
inline constexpr std::string_view kPassed = "passed", kPending = "pending";

// The session of a request. One cookie, named after the instance, holds the id; a second one holds
// the passphrase that opens it. Only a browser that has logged in gets a stored session. An empty
// session, one of an app password, and one that a login without cookies left behind are recognised
// by a signature in the cookie; data from before a login is in the cookie itself. So nobody can
// fill the database without being a user.
struct Session {
    Secret id{};
    Secret passphrase{};
    Array values{};
    bool announce = false;        // the response sets the cookie
    bool new_passphrase = false;  // the response sets the cookie of the passphrase
    bool spent = false;           // left by a login by password that made no token; cannot be used
    bool lost = false;            // after a logout: the next request does not know the new id
    bool changed = false;         // since it was read or saved
    std::int64_t expires = 0;     // of the stored row, Unix seconds; 0: there is none
    Secret shown{};               // the password or token that this call logged in with; not stored

    // "" or 0 when there is no such value.
    std::string text(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    bool has(std::string_view key) const { return values.find(key) != nullptr; }
    // Opened by a browser with the login password; it has a token of its own.
    bool is_browser_login() const {
        return !spent && has(session_key::kUid) && !has(session_key::kAppToken);
    }
    void set(std::string_view key, Value value);
    void erase(std::string_view key);
};

// Reads the session of these cookies, or begins a new one when they are not valid.
Session open_session(Transaction& tx, const Secret& id, const Secret& passphrase);
// Gives the session a new id and deletes the row of the old one.
void renew_session_id(Transaction& tx, Session& session);
// Empties the session after a logout.
void clear_session(Transaction& tx, Session& session);
// Stores a changed session, or puts into its id what need not be stored.
void save_session(Transaction& tx, Session& session);

// The id of an empty session.
// Draws the passphrase of a new session.
Secret empty_session_id(const Settings& settings, const Secret& passphrase);
Secret draw_passphrase();

// The CSRF token for forms of this session, drawn at first use. It is masked differently each time,
// so that compression does not reveal it.
// Whether a masked token is the one of this session; compares in constant time.
Secret masked_request_token(Session& session);
bool is_request_token(const Session& session, const Secret& masked);

}  // namespace roster
