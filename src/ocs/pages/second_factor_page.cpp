// SPDX-License-Identifier: Apache-2.0
// The HTML pages for a session that has not passed the second factor. Nextcloud asks for the factor
// there; this server has no provider, so it says where to go instead.
#include <fmt/format.h>

#include "base/html.h"
#include "base/text.h"
#include "directory/login/sessions.h"
#include "directory/login/web_login.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"
#include "ocs/pages/start_page.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

std::string explanation(const Uid& uid, const std::vector<std::string>& providers) {
    const std::string names = providers.empty()
                                  ? "demanded by the administrator, and none is set up"
                                  : escape_html(fmt::format("{}", fmt::join(providers, ", ")));
    const std::string provider = providers.empty() ? "PROVIDER" : escape_html(providers.front());
    return fmt::format(
        "<p>The account {0} has a second factor ({1}), and the password alone opens nothing. This "
        "server cannot ask for the factor.</p>\n"
        "<ul>\n"
        "<li>To work in a browser, log in at the Nextcloud that this server stands beside: it asks "
        "for the factor.</li>\n"
        "<li>Scripts and apps use an app password, which needs no second factor. It is made in the "
        "security settings of that Nextcloud, or here by an administrator:\n"
        "<code>roster --data-dir DIR user:auth-tokens:add \"{0}\"</code></li>\n"
        "<li>An administrator switches the factor off:\n"
        "<code>roster --data-dir DIR twofactorauth:disable \"{0}\" {2}</code></li>\n"
        "</ul>\n",
        escape_html(uid), names, provider);
}

Result<Done> explain_second_factor(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    const bool asked = session && session->text(session_key::kSecondFactor) == kPending;
    if (!asked) {
        answer_redirect(call.exchange, 303, start_page(call));
        return Done{};
    }
    const Uid& uid = call.tx.actor.uid;
    const std::string content =
        explanation(uid, second_factors(call.tx, uid)) +
        fmt::format("<p><a href=\"{}/logout?requesttoken={}\">Log out</a></p>",
                    call.exchange.run.origin.web_root,
                    percent_encode(masked_request_token(*session).reveal()));
    answer_html(call, 200, "Second factor", content);
    return Done{};
}

constexpr Route kRows[] = {
    {.method = "GET",
     .path = "/login/selectchallenge",
     .guard = Role::user,
     .handler = explain_second_factor,
     .csrf_exempt = true,
     .before_second_factor = true},
    {.method = "GET",
     .path = "/login/challenge/{provider}",
     .guard = Role::user,
     .handler = explain_second_factor,
     .csrf_exempt = true,
     .before_second_factor = true},
};

}  // namespace

std::span<const Route> second_factor_page_rows() {
    return kRows;
}

}  // namespace roster::ocs
