// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <map>

#include "ocs/pages/pages.h"
#include "support/callers.h"

using namespace roster;

namespace {

enum class Audience {
    probe,   // never logs anybody in, so that no credentials are wrong
    anyone,  // but not with wrong credentials
    user,
};

// Who may see a page, written down from the contract and not from the rows.
const std::map<std::string, Audience> kAudiences{
    {"/status.php", Audience::probe},
    {"/heartbeat", Audience::probe},
    {"/ocs-provider", Audience::probe},
    {"/ocs-provider/", Audience::probe},
    {"/ocs-provider/index.php", Audience::probe},
    {"/cron.php", Audience::probe},
    {"/", Audience::anyone},
    {"/login", Audience::anyone},
    {"/204", Audience::anyone},
    {"/csrftoken", Audience::anyone},
    {"/.well-known/change-password", Audience::anyone},
    {"/.well-known/{service*}", Audience::anyone},
    {"/avatar/{userId}/{size}", Audience::anyone},
    {"/avatar/{userId}/{size}/dark", Audience::anyone},
    {"/avatar/guest/{guestName}/{size}", Audience::anyone},
    {"/avatar/guest/{guestName}/{size}/dark", Audience::anyone},
    {"/core/wipe/check", Audience::anyone},
    {"/core/wipe/success", Audience::anyone},
    {"/login/v2", Audience::anyone},
    {"/login/v2/poll", Audience::anyone},
    {"/login/v2/flow", Audience::anyone},
    {"/login/v2/flow/{token}", Audience::anyone},
    {"/login/v2/apptoken", Audience::anyone},
    {"/login/v2/grant", Audience::user},
    {"/login/selectchallenge", Audience::user},
    {"/login/challenge/{provider}", Audience::user},
    {"/logout", Audience::user},
    {"/contactsmenu/contacts", Audience::user},
    {"/settings/personal/authtokens", Audience::user},
    {"/settings/personal/authtokens/{id}", Audience::user},
    {"/settings/personal/authtokens/wipe/{id}", Audience::user},
    {"/apps/dashboard", Audience::user},
    {"/apps/dashboard/", Audience::user},
    {"/apps/files", Audience::user},
    {"/apps/files/", Audience::user},
    {"/settings/users", Audience::user},
    {"/settings/user", Audience::user},
    {"/settings/user/security", Audience::user},
    {"/apps/provisioning_api/mailVerification/{key}/{token}/{userId}", Audience::user},
};

// What the guards say to a caller; empty where the page itself answers.
std::string refusal(Audience audience, CallerKind kind) {
    if (audience == Audience::probe) return "";
    if (kind == CallerKind::disabled) return R"({"message":"Account disabled"})";
    if (kind == CallerKind::wrong) return R"({"message":""})";
    const bool lacks_login = kind == CallerKind::nobody && audience == Audience::user;
    return lacks_login ? R"({"message":"Current user is not logged in"})" : "";
}

Response call(Callers& callers, const Route& route, CallerKind kind) {
    Request request{.method = std::string(route.method),
                    .target = "/index.php" + path_of(route, "nothing_there"),
                    .headers = {{"OCS-APIRequest", "true"}}};
    const std::string uid = Callers::uid_of(kind);
    if (!uid.empty()) request.headers.push_back({"Authorization", basic(uid, "Secret-" + uid)});
    return callers.world.send(std::move(request));
}

}  // namespace

TEST_CASE("every page lets in whom the contract lets in") {
    Callers callers;
    for (const Route& route : ocs::pages().routes) {
        CAPTURE(route.method);
        CAPTURE(route.path);
        const auto audience = kAudiences.find(std::string(route.path));
        REQUIRE_MESSAGE(audience != kAudiences.end(), "the page has no expectation here");
        for (const CallerKind kind : kCallerKinds) {
            if (kind == CallerKind::outside) continue;  // Pages ask nobody for being an admin.
            CAPTURE(Callers::uid_of(kind));
            const Response response = call(callers, route, kind);
            const std::string said = refusal(audience->second, kind);
            if (said.empty()) {
                CHECK(response.status != 401);
            } else {
                CHECK(response.status == 401);
                CHECK(response.body == said);
            }
        }
    }
}
