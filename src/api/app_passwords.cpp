// SPDX-License-Identifier: Apache-2.0
#include "directory/login/app_passwords.h"

#include "api/handlers.h"
#include "base/json/json.h"
#include "base/php/php.h"
#include "directory/login/tokens.h"
#include "directory/users/users.h"

namespace roster::api {

namespace {

// A token without a scope has every right.
constexpr std::string_view kWholeScope = R"({"filesystem":true})";

Result<User> user_of(Call& call) {
    const std::string uid = TRY(call.required("uid"));
    return find_user(call.tx, uid);
}

void write_token(Writer& out, const Token& token) {
    out.begin_map();
    out.member("id", token.id);
    out.member("name", token.name);
    out.member("last_activity", token.last_activity);
    out.member("type", static_cast<std::int64_t>(token.type));
    out.member("scope",
               parse_json(token.scope.value_or(std::string(kWholeScope))).value_or(Value()));
    out.end();
}

}  // namespace

Result<Done> list_tokens(Call& call) {
    const User user = TRY(user_of(call));
    call.out.begin_list();
    for (const Token& token : tokens_of(call.tx, user))
        write_token(call.out, token);
    call.out.end();
    return Done{};
}

Result<Done> add_app_password(Call& call) {
    const User user = TRY(user_of(call));
    std::optional<std::string> typed = TRY(call.optional_text("password"));
    std::optional<Secret> password;
    if (typed) password.emplace(*std::move(typed));
    const std::string name = TRY(call.text("name"));
    const Secret token = TRY(make_app_password_for(call.tx, user, password, name));
    call.out.begin_map();
    call.out.member("app_password", token.reveal());
    call.out.end();
    return Done{};
}

Result<Done> delete_token(Call& call) {
    const User user = TRY(user_of(call));
    const std::string id = TRY(call.required("id"));
    return delete_token_of(call.tx, user, to_int(id));
}

Result<Done> delete_old_tokens(Call& call) {
    const User user = TRY(user_of(call));
    const std::optional<std::int64_t> before = call.optional_integer("last_used_before");
    if (!before) return refuse(Errc::missing_argument, "", "last_used_before");
    delete_tokens_unused_since(call.tx, user, *before);
    return Done{};
}

}  // namespace roster::api
