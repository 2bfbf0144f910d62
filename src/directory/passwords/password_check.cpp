// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/password_check.h"

#include <fmt/core.h>

#include "base/text.h"
#include "directory/login/authenticate.h"
#include "directory/rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

std::string without_nul(std::string text) {
    std::erase(text, '\0');
    return text;
}

bool is_right(Transaction& tx, const std::string& login, const Secret& password) {
    return has_spelling(tx, storage::find_user(rows_of(tx), to_lower(login)), password);
}

}  // namespace

Result<Done> check_password_of(Transaction& tx, const std::string& login, const Secret& password) {
    if (is_right(tx, without_nul(login), Secret(without_nul(password.reveal())))) return Done{};
    tx.log(
        {.level = LogLevel::warning,
         .app = "core",
         .message = fmt::format("Login failed: '{}' (Remote IP: '{}')", login, tx.remote_address)});
    return refuse(Errc::bad_credentials, "", "password");
}

}  // namespace roster
