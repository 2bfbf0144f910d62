// SPDX-License-Identifier: Apache-2.0
#include "directory/login/app_passwords.h"

#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// The command line has no session; it gets an empty one.
Session& session_of(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    return session ? *session : session.emplace();
}

void write_token(Call& call, const Secret& token) {
    call.out.begin_map();
    call.out.member("apppassword", token.reveal());
    call.out.end();
}

}  // namespace

Result<Done> get_app_password(Call& call) {
    write_token(call, TRY(roster::make_app_password(call.tx, session_of(call))));
    return Done{};
}

Result<Done> delete_app_password(Call& call) {
    TRY(roster::delete_app_password(call.tx, session_of(call)));
    return Done{};
}

Result<Done> rotate_app_password(Call& call) {
    write_token(call, TRY(roster::rotate_app_password(call.tx, session_of(call))));
    return Done{};
}

Result<Done> confirm_password(Call& call) {
    const Secret password(TRY(call.required("password")));
    Array metadata;
    metadata.set("loginName", call.tx.actor.login_name);
    const Result<Done> confirmed = roster::confirm_password(call.tx, session_of(call), password);
    if (!confirmed) call.exchange.run.failed_guess = std::move(metadata);
    TRY(confirmed);
    call.out.begin_map();
    call.out.member("lastLogin", call.tx.now);
    call.out.end();
    return Done{};
}

}  // namespace roster::ocs
