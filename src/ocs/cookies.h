// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "service/exchange.h"

namespace roster::ocs {

inline constexpr std::string_view kTestCookie = "cookie_test";
inline constexpr std::string_view kPassphraseCookie = "oc_sessionPassphrase";

// The session cookie has the name of the installation: the setting instanceid.
std::string session_cookie_name(const Exchange& exchange);

// Sets the cookies of an application response (contract: login, section 6; transport, section 6):
// the session if it is new to the client or has changed, its passphrase, the same-site cookies;
// after a login by password the test cookie; those of a remembered login.
void set_session_cookies(Exchange& exchange);
// Sets the same-site cookies for a request without any cookie.
void set_same_site_cookies(Exchange& exchange);
// The same for a request that was refused because it lacks them.
void renew_same_site_cookies(Exchange& exchange);

// Whether a request with a session has both same-site cookies, which a browser withholds when
// another site caused the request. A header OCS-APIRequest that is not empty or `0` proves as much.
bool passes_same_site_check(const Exchange& exchange);

}  // namespace roster::ocs
