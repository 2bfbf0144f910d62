// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "base/text.h"
#include "directory/login/remembered_login.h"
#include "directory/login/remote_wipe.h"
#include "directory/login/web_login.h"
#include "ocs/cookies.h"
#include "ocs/csrf.h"
#include "ocs/front.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"
#include "ocs/pages/start_page.h"
#include "service/call.h"
#include "service/guards.h"
#include "service/request/origin.h"

namespace roster::ocs {

namespace {

constexpr std::size_t kLongestNotedName = 64;
constexpr RateLimit kWipeQuestions{10, 300, "OC\\Core\\Controller\\WipeController::checkWipe"};
constexpr RateLimit kWipeReports{10, 300, "OC\\Core\\Controller\\WipeController::wipeDone"};

Session& session_of(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    return session ? *session : session.emplace();
}

Result<Done> give_request_token(Call& call) {
    if (!passes_same_site_check(call.exchange)) {
        call.exchange.response.status = 403;
        return Done{};
    }
    call.out.begin_map();
    call.out.member("token", masked_request_token(session_of(call)).reveal());
    call.out.end();
    return Done{};
}

bool comes_from_here(const Exchange& exchange) {
    const std::string_view origin = exchange.request.header("Origin");
    const std::size_t scheme = origin.find("://");
    if (scheme == std::string_view::npos) return false;
    return is_trusted_host(*exchange.run.settings, origin.substr(scheme + 3));
}

// `leave` is log_out or log_out_on_request.
void forget_browser(Call& call, void (*leave)(Transaction&, Session&, const Secret&)) {
    leave(call.tx, session_of(call), Secret(cookie(call.exchange.request, "nc_token")));
    call.exchange.run.actor = call.tx.actor;
    call.exchange.run.remember = RememberCookies{};
    save_session(call.tx, session_of(call));  // The rest may be in the cookie of the response.
}

void show_form_again(Call& call, const std::string& user, const std::string& back) {
    std::string location =
        call.exchange.run.origin.web_root + "/login?user=" + encode_query_value(user) + "&direct=1";
    if (!back.empty()) location += "&redirect_url=" + encode_query_value(back);
    answer_redirect(call.exchange, 303, location);
}

// Stores the reason for the form, which is shown next. A logged-in user is redirected past the
// form.
void note_refusal(Call& call, std::string_view reason) {
    if (call.tx.actor.logged_in()) return;
    session_of(call).lost = false;  // Unlike after a logout, the next call must find this session.
    session_of(call).set(kLoginRefusal, reason);
    save_session(call.tx, session_of(call));
}

void note_failed_guess(Call& call, std::string_view user) {
    Array metadata;
    metadata.set("user", user.substr(0, kLongestNotedName));
    call.exchange.run.failed_guess = std::move(metadata);
}

// An `@` in the URL could lead to another host.
std::string page_after_login(Call& call, const std::string& back) {
    if (back.empty() || back.find('@') != std::string::npos) return start_page(call);
    return call.exchange.run.origin.url() + (back.starts_with('/') ? "" : "/") + back;
}

std::string page_of_second_factor(Call& call, const std::string& back) {
    const std::vector<std::string> providers = second_factors(call.tx, call.tx.actor.uid);
    std::string location = call.exchange.run.origin.web_root + "/login/";
    location += providers.size() == 1 ? "challenge/" + providers.front() : "selectchallenge";
    return back.empty() ? location : location + "?redirect_url=" + encode_query_value(back);
}

void answer_login(Call& call, const Actor& actor, const std::string& back) {
    Session& session = session_of(call);
    call.tx.actor = call.exchange.run.actor = actor;
    const bool pending = session.text(session_key::kSecondFactor) == kPending;
    if (!pending && remembered_seconds(*call.tx.settings) > 0)
        call.exchange.run.remember = remember_login(call.tx, actor.uid, session);
    save_session(call.tx, session);
    answer_redirect(call.exchange, 303,
                    pending ? page_of_second_factor(call, back) : page_after_login(call, back));
}

Result<Done> log_in_with_form(Call& call) {
    const std::string typed = TRY(call.text("user"));
    const Secret password(TRY(call.text("password")));
    const std::string timezone = TRY(call.text("timezone"));
    const std::string back = TRY(call.text("redirect_url"));
    const std::string user(trim(typed));
    const bool foreign = !comes_from_here(call.exchange);
    if (!foreign && !passes_page_csrf_check(call.exchange) && call.tx.actor.logged_in()) {
        answer_redirect(call.exchange, 303, page_after_login(call, back));
        return Done{};
    }
    if (foreign || !passes_page_csrf_check(call.exchange)) {
        // A form that this server has not shown restarts the login.
        forget_browser(call, log_out);
        if (!foreign) note_failed_guess(call, typed);
        note_refusal(call, kFormExpired);
        show_form_again(call, typed, back);
        return Done{};
    }
    const Result<Actor> actor = log_in_by_form(
        call.tx, session_of(call), {.name = user, .password = password, .timezone = timezone});
    if (actor) {
        answer_login(call, *actor, back);
    } else {
        note_failed_guess(call, user);
        note_refusal(call,
                     actor.error().message == kDisabledAccount ? kAccountDisabled : kWrongPassword);
        show_form_again(call, typed, back);
    }
    return Done{};
}

Result<Done> log_out_of_session(Call& call) {
    forget_browser(call, log_out_on_request);
    answer_redirect(call.exchange, 303, call.exchange.run.origin.url() + "/login?clear=1");
    return Done{};
}

Result<Done> ask_for_wipe(Call& call) {
    const Secret token(TRY(call.required("token")));
    if (!start_wipe(call.tx, token)) return refuse(Errc::not_found);
    call.out.begin_map();
    call.out.member("wipe", true);
    call.out.end();
    return Done{};
}

Result<Done> report_wipe(Call& call) {
    const Secret token(TRY(call.required("token")));
    if (!finish_wipe(call.tx, token)) return refuse(Errc::not_found);
    return Done{};
}

constexpr Route kRows[] = {
    {.method = "GET",
     .path = "/csrftoken",
     .guard = Role::anyone,
     .handler = give_request_token,
     .csrf_exempt = true,
     .before_second_factor = true,
     .needs = Needs::nothing},
    {.method = "POST",
     .path = "/login",
     .guard = Role::anyone,
     .handler = log_in_with_form,
     .throttled_as = "login",
     .csrf_exempt = true,
     .renews_session = true,
     .before_second_factor = true,
     .needs = Needs::read},  // until the password was checked
    {.method = "GET",
     .path = "/logout",
     .guard = Role::user,
     .handler = log_out_of_session,
     .renews_session = true,
     .before_second_factor = true,
     .needs = Needs::write},
    {.method = "POST",
     .path = "/core/wipe/check",
     .guard = Role::anyone,
     .handler = ask_for_wipe,
     .rate_limit = kWipeQuestions,
     .csrf_exempt = true,
     .needs = Needs::read},
    {.method = "POST",
     .path = "/core/wipe/success",
     .guard = Role::anyone,
     .handler = report_wipe,
     .rate_limit = kWipeReports,
     .csrf_exempt = true},
};

}  // namespace

std::span<const Route> session_page_rows() {
    return kRows;
}

}  // namespace roster::ocs
