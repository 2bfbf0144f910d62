// SPDX-License-Identifier: Apache-2.0
#include "directory/login/login_flow.h"

#include <fmt/core.h>

#include "base/html.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"
#include "ocs/pages/start_page.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

constexpr const char* kTitle = "Connect to your account";
// Nextcloud has no limit. Each flow costs a key pair and a row, and needs no login.
constexpr RateLimit kFlows{.calls = 100,
                           .seconds = 300,
                           .method = "OC\\Core\\Controller\\ClientFlowLoginV2Controller::init",
                           .own = true};

Session& session_of(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    return session ? *session : session.emplace();
}

// Session changes of a step stay even when the step is refused: its HTML page is the answer, and
// the tokens it showed are used up.
Result<Done> show_refusal(Call& call, const Error& error) {
    save_session(call.tx, session_of(call));
    answer_html(call, 403, "Access forbidden", "<p>" + escape_html(error.message) + "</p>");
    return Done{};
}

Result<std::optional<Secret>> state_token(const Call& call) {
    std::optional<std::string> text = TRY(call.optional_text("stateToken"));
    return text ? std::optional(Secret(*std::move(text))) : std::nullopt;
}

// Fields that every form of the flow sends back.
std::string hidden_fields(Session& session) {
    return fmt::format(
        "<input type=\"hidden\" name=\"stateToken\" value=\"{}\">\n"
        "<input type=\"hidden\" name=\"requesttoken\" value=\"{}\">\n",
        session.text(session_key::kStateToken), masked_request_token(session).reveal());
}

Result<Done> start(Call& call) {
    const StartedFlow flow = start_login_flow(call.tx);
    const std::string url = call.exchange.run.origin.url() + "/login/v2/";
    call.out.begin_map();
    call.out.key("poll");
    call.out.begin_map();
    call.out.member("token", flow.poll_token.reveal());
    call.out.member("endpoint", url + "poll");
    call.out.end();
    call.out.member("login", url + "flow/" + flow.login_token.reveal());
    call.out.end();
    return Done{};
}

Result<Done> poll(Call& call) {
    const Secret token(TRY(call.required("token")));
    const std::optional<GrantedLogin> granted = poll_login_flow(call.tx, token);
    if (!granted) return refuse(Errc::not_found);
    call.out.begin_map();
    call.out.member("server", granted->server);
    call.out.member("loginName", granted->login_name);
    call.out.member("appPassword", granted->app_password.reveal());
    call.out.end();
    return Done{};
}

Result<Done> land(Call& call) {
    const Secret token(TRY(call.required("token")));
    const std::string user = TRY(call.text("user"));
    const std::int64_t direct = call.integer("direct", 0);
    const Result<Done> opened = open_login_flow(call.tx, session_of(call), token);
    if (!opened) return show_refusal(call, opened.error());
    save_session(call.tx, session_of(call));
    answer_redirect(call.exchange, 303,
                    fmt::format("{}/login/v2/flow?user={}&direct={}",
                                call.exchange.run.origin.url(), encode_query_value(user), direct));
    return Done{};
}

Result<Done> show_picker(Call& call) {
    Session& session = session_of(call);
    const Result<std::string> client = pick_login_flow(call.tx, session);
    if (!client) return show_refusal(call, client.error());
    const std::string url = call.exchange.run.origin.url() + "/login/v2/";
    const std::string form = fmt::format(
        "<p>Please log in before granting {0} access to your account.</p>\n"
        "<form method=\"get\" action=\"{1}grant\">\n{2}<button>Log in</button>\n</form>\n"
        "<form method=\"post\" action=\"{1}apptoken\">\n{2}"
        "<input name=\"user\" placeholder=\"Account name\">\n"
        "<input name=\"password\" type=\"password\" placeholder=\"App password\">\n"
        "<button>Grant access with this app password</button>\n</form>",
        escape_html(*client), escape_html(url), hidden_fields(session));
    save_session(call.tx, session);
    answer_html(call, 200, kTitle, form);
    return Done{};
}

Result<Done> show_grant(Call& call) {
    Session& session = session_of(call);
    const std::optional<Secret> state = TRY(state_token(call));
    const Result<std::string> client = check_login_flow(call.tx, session, state);
    if (!client) return show_refusal(call, client.error());
    const std::string form = fmt::format(
        "<p>You are about to grant {} access to your account {}.</p>\n"
        "<form method=\"post\">\n{}<button>Grant access</button>\n</form>",
        escape_html(*client), escape_html(call.tx.actor.uid), hidden_fields(session));
    save_session(call.tx, session);
    answer_html(call, 200, kTitle, form);
    return Done{};
}

Result<Done> show_done(Call& call, const Result<Done>& granted) {
    if (!granted) return show_refusal(call, granted.error());
    save_session(call.tx, session_of(call));
    answer_html(call, 200, "Account connected",
                "<p>Your client should now be connected. You can close this window.</p>");
    return Done{};
}

Result<Done> grant(Call& call) {
    Session& session = session_of(call);
    const std::optional<Secret> state = TRY(state_token(call));
    const Result<std::string> client = check_login_flow(call.tx, session, state);
    if (!client) return show_refusal(call, client.error());
    return show_done(call, grant_login_flow(call.tx, session, call.exchange.run.origin.url()));
}

Result<Done> grant_with_app_password(Call& call) {
    Session& session = session_of(call);
    const std::optional<Secret> state = TRY(state_token(call));
    const std::string user = TRY(call.required("user"));
    const Secret password(TRY(call.required("password")));
    const Result<std::string> client = check_login_flow(call.tx, session, state);
    if (!client) return show_refusal(call, client.error());
    return show_done(call, grant_login_flow_with(call.tx, session, call.exchange.run.origin.url(),
                                                 user, password));
}

constexpr Route kRows[] = {
    {.method = "POST",
     .path = "/login/v2",
     .guard = Role::anyone,
     .handler = start,
     .rate_limit = kFlows,
     .csrf_exempt = true},
    {.method = "POST",
     .path = "/login/v2/poll",
     .guard = Role::anyone,
     .handler = poll,
     .csrf_exempt = true,
     .needs = Needs::read},  // usually the flow is still unanswered
    {.method = "GET",
     .path = "/login/v2/flow/{token}",
     .guard = Role::anyone,
     .handler = land,
     .csrf_exempt = true,
     .renews_session = true},
    {.method = "GET",
     .path = "/login/v2/flow",
     .guard = Role::anyone,
     .handler = show_picker,
     .csrf_exempt = true,
     .renews_session = true,
     .needs = Needs::nothing},
    {.method = "GET",
     .path = "/login/v2/grant",
     .guard = Role::user,
     .handler = show_grant,
     .csrf_exempt = true,
     .renews_session = true},
    {.method = "POST",
     .path = "/login/v2/grant",
     .guard = Role::user,
     .handler = grant,
     .renews_session = true},
    {.method = "POST",
     .path = "/login/v2/apptoken",
     .guard = Role::anyone,
     .handler = grant_with_app_password,
     .renews_session = true},
};

}  // namespace

std::span<const Route> login_flow_rows() {
    return kRows;
}

}  // namespace roster::ocs
