// SPDX-License-Identifier: Apache-2.0
// The app passwords on the security page of a browser session.
#include "base/php/php.h"
#include "directory/login/app_passwords.h"
#include "ocs/pages/page_routes.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

Session& session_of(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    return session ? *session : session.emplace();
}

// A user who may not change app passwords gets a status and an empty list.
Result<Done> answer(Call& call, const Result<Done>& done) {
    if (done) return done;
    if (done.error().code != Errc::forbidden) return done;
    call.exchange.response.status = 400;
    return Done{};
}

Result<std::int64_t> token_id(Call& call) {
    return to_int(TRY(call.required("id")));
}

Result<Done> make(Call& call) {
    const std::string name = TRY(call.required("name"));
    const Result<DevicePassword> made = make_device_password(call.tx, session_of(call), name);
    if (!made) {
        if (made.error().code != Errc::forbidden) return Unexpected{made.error()};
        call.exchange.response.status = 503;
        return Done{};
    }
    const Token& token = made->token;
    call.out.begin_map();
    call.out.member("token", made->password.reveal());
    call.out.member("loginName", token.login_name);
    call.out.key("deviceToken");
    call.out.begin_map();
    call.out.member("id", token.id);
    call.out.member("name", token.name);
    call.out.member("lastActivity", token.last_activity);
    call.out.member("type", static_cast<std::int64_t>(token.type));
    call.out.member("scope", Value(scope_of(token)));
    call.out.member("canDelete", true);
    call.out.member("canRename", true);
    call.out.end();
    call.out.end();
    return Done{};
}

Result<Done> edit(Call& call) {
    const std::int64_t id = TRY(token_id(call));
    const Array scope = TRY(call.required_list("scope"));
    const std::string name = TRY(call.required("name"));
    return answer(call, edit_device_password(call.tx, session_of(call), id, name, scope));
}

Result<Done> remove(Call& call) {
    const std::int64_t id = TRY(token_id(call));
    return answer(call, delete_device_password(call.tx, session_of(call), id));
}

Result<Done> wipe(Call& call) {
    const std::int64_t id = TRY(token_id(call));
    return answer(call, wipe_device(call.tx, session_of(call), id));
}

constexpr Route kRows[] = {
    {.method = "POST",
     .path = "/settings/personal/authtokens",
     .guard = Role::user,
     .handler = make,
     .confirm_password = true},
    {.method = "POST",
     .path = "/settings/personal/authtokens/wipe/{id}",
     .guard = Role::user,
     .handler = wipe,
     .confirm_password = true},
    {.method = "PUT",
     .path = "/settings/personal/authtokens/{id}",
     .guard = Role::user,
     .handler = edit},
    {.method = "DELETE",
     .path = "/settings/personal/authtokens/{id}",
     .guard = Role::user,
     .handler = remove},
};

}  // namespace

std::span<const Route> device_password_rows() {
    return kRows;
}

}  // namespace roster::ocs
