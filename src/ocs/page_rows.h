// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/route.h"

namespace roster::ocs {

// The rows of pages(), family by family. A handler makes the whole response (page_answers.h), or
// writes JSON to call.out, which gets a controller's headers.
std::span<const Route> plain_page_rows();
std::span<const Route> avatar_rows();
std::span<const Route> mail_verification_rows();
std::span<const Route> session_page_rows();
std::span<const Route> contacts_menu_rows();
std::span<const Route> device_password_rows();
std::span<const Route> login_flow_rows();
std::span<const Route> second_factor_page_rows();

}  // namespace roster::ocs
