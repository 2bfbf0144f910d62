// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "service/route.h"

namespace roster::ocs {

// The session value that says why the login form was refused, with one of these texts, until the
// form was shown again.
inline constexpr std::string_view kLoginRefusal = "login_refusal";
inline constexpr std::string_view kWrongPassword = "password", kAccountDisabled = "disabled",
                                  kFormExpired = "expired";

// The rows of pages(), by family. A handler makes the whole response (html_responses.h), or writes
// JSON to call.out, which gets a controller's headers.
std::span<const Route> plain_page_rows();
std::span<const Route> avatar_rows();
std::span<const Route> mail_verification_rows();
std::span<const Route> session_page_rows();
std::span<const Route> contacts_menu_rows();
std::span<const Route> device_password_rows();
std::span<const Route> login_flow_rows();
std::span<const Route> second_factor_page_rows();

}  // namespace roster::ocs
