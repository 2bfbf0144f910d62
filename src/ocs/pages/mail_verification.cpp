// SPDX-License-Identifier: Apache-2.0
#include "base/html.h"
#include "directory/login/throttle.h"
#include "directory/mail/mail_confirmation.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

constexpr const char* kTitle = "Email confirmation";
constexpr const char* kForeign = "Logged in account is not mail address owner";
constexpr const char* kUnexpected = "An unexpected error occurred. Please contact your admin.";

void show_text(Call& call, std::string_view text) {
    answer_html(call, 200, kTitle, "<p>" + escape_html(text) + "</p>");
}

// The HTML page behind the link in the mail. It asks for one more click, because mail scanners open
// links.
Result<Done> show_confirmation(Call& call) {
    const std::string key = TRY(call.required("key"));
    const std::string uid = TRY(call.required("userId"));
    if (uid != call.tx.actor.uid) {
        show_text(call, kForeign);
        return Done{};
    }
    const std::optional<std::string> address = read_mail_key(*call.tx.settings, key);
    if (!address)
        return refuse(Errc::internal, "Authenticated ciphertext could not be decoded.", "link");
    answer_form(call, kTitle, call.exchange.head.target.raw_path,
                "<p>To enable the email address " + escape_html(*address) +
                    " please click the button below.</p>\n<button>Confirm</button>");
    return Done{};
}

Result<Done> confirm(Call& call) {
    const std::string key = TRY(call.required("key"));
    const Secret token(TRY(call.required("token")));
    const std::string uid = TRY(call.required("userId"));
    const std::optional<std::string> address = read_mail_key(*call.tx.settings, key);
    if (uid != call.tx.actor.uid) {
        show_text(call, kForeign);
        return Done{};
    }
    if (!address) {
        show_text(call, kUnexpected);
        return Done{};
    }
    const Result<Done> confirmed = confirm_mail(call.tx, *address, token);
    if (!confirmed && confirmed.error().field == "token")
        record_attempt(call.tx, kVerifyEmailAction, Array{});
    show_text(call, confirmed ? "Email confirmation successful" : confirmed.error().message);
    return Done{};
}

constexpr std::string_view kPath = "/apps/provisioning_api/mailVerification/{key}/{token}/{userId}";

constexpr Route kRows[] = {
    {.method = "GET",
     .path = kPath,
     .guard = Role::user,
     .handler = show_confirmation,
     .csrf_exempt = true},
    {.method = "POST",
     .path = kPath,
     .guard = Role::user,
     .handler = confirm,
     .throttled_as = "emailVerification"},
};

}  // namespace

std::span<const Route> mail_verification_rows() {
    return kRows;
}

}  // namespace roster::ocs
