// SPDX-License-Identifier: Apache-2.0
#include "ocs/passwords.h"

#include "directory/passwords/password_hashes.h"
#include "directory/passwords/password_policy.h"
#include "directory/users/users.h"

namespace roster::ocs {

namespace {

std::string text_of(const Exchange& exchange, std::string_view name) {
    const Value* value = exchange.parameters().find(name);
    return value && value->text() ? *value->text() : std::string();
}

// A password that will be refused needs no hash.
std::vector<Secret> if_accepted(Transaction& tx, Secret password) {
    if (!may_be_stored(tx, password)) return {};
    return {std::move(password)};
}

}  // namespace

std::vector<Secret> passwords_of_new_user(const Exchange& exchange, Transaction& tx) {
    // Scripts often create users that exist already. A lookup is faster than a slow hash.
    const Uid uid(text_of(exchange, "userid"));
    if (is_hashing_slow(*tx.settings) && user_with_uid(tx, uid)) return {};
    Secret password(text_of(exchange, "password"));
    if (!password.empty()) return if_accepted(tx, std::move(password));
    if (text_of(exchange, "email").empty()) return {};
    return {generate_fitting_password(tx, find_password_policy(tx))};
}

std::vector<Secret> passwords_of_edit(const Exchange& exchange, Transaction& tx) {
    if (text_of(exchange, "key") != "password") return {};
    return if_accepted(tx, Secret(text_of(exchange, "value")));
}

}  // namespace roster::ocs
