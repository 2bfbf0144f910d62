// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "service/exchange.h"

namespace roster::ocs {

inline constexpr std::string_view kTestCookie = "cookie_test";
inline constexpr std::string_view kPassphraseCookie = "oc_sessionPassphrase";

// The session cookie is named after the installation: the setting instanceid.
std::string session_cookie_name(const Exchange& exchange);

// The cookies that an answer of the application sets (contract: login, section 6; transport,
// section 6): the session where the request knows it not or it has changed, its passphrase, the
// same-site marks; after a login by password the test cookie; those of a remembered login.
void set_session_cookies(Exchange& exchange);
// The same-site marks, for a request without any cookie.
void set_same_site_cookies(Exchange& exchange);
// The same for one that was refused because it lacks them.
void renew_same_site_cookies(Exchange& exchange);

// Whether a request that carries a session shows both same-site marks, which a browser keeps back
// when another site made it ask. A header OCS-APIRequest that is not empty or `0` proves as much.
bool passes_same_site_check(const Exchange& exchange);

}  // namespace roster::ocs
