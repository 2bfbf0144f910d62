// SPDX-License-Identifier: Apache-2.0
#include "directory/mail_verification.h"

#include <doctest/doctest.h>

#include "base/crypto_cipher.h"
#include "directory/editing.h"

using namespace roster;
using roster::test::Editing;

namespace {

Profile with_mails(const std::vector<Property>& mails) {
    Profile profile;
    profile.additional_mail = mails;
    return profile;
}

}  // namespace

TEST_CASE("each address that nobody has verified gets one mail, when the change is durable") {
    Editing editing;
    Profile profile = with_mails({{.value = "new@example.org"},
                                  {.value = "waits@example.org", .locally_verified = "1"},
                                  {.value = "done@example.org", .locally_verified = "2"}});
    send_verification_mails(*editing.tx, editing.account("ann"), profile);
    CHECK(profile.additional_mail[0].locally_verified == kVerificationInProgress);
    CHECK(profile.additional_mail[1].locally_verified == kVerificationInProgress);
    CHECK(profile.additional_mail[2].locally_verified == kVerified);
    editing.tx->commit();
    CHECK(editing.tx->take_actions().size() == 1);
}

TEST_CASE("the token of a link is kept encrypted under the address and the secret") {
    Editing editing;
    Profile profile = with_mails({{.value = "frank2@example.org"}});
    send_verification_mails(*editing.tx, editing.account("ann"), profile);
    // The digits are those of the address in a database that a stock Nextcloud made.
    const auto stored = editing.preference("ann", "core", "verifyMailc2e5f817");
    REQUIRE(stored);
    const auto token = decrypt(*stored, "frank2@example.orgtest-secret");
    REQUIRE(token);
    CHECK(token->starts_with("1790000000:"));
    CHECK(token->size() == std::string("1790000000:").size() + 21);
    CHECK_FALSE(decrypt(*stored, "frank3@example.orgtest-secret"));
}

TEST_CASE("a job removes the token two weeks later") {
    Editing editing;
    Profile profile = with_mails({{.value = "frank2@example.org"}});
    send_verification_mails(*editing.tx, editing.account("ann"), profile);
    CHECK(editing.jobs("CleanUpJob") ==
          std::vector<std::string>{R"("{\"userId\":\"ann\",\"subject\":\"verifyMailc2e5f817\",)"
                                   R"(\"pp\":\"frank2@example.org\",\"notBefore\":1791209600}")"});
}

TEST_CASE("the check of a system e-mail is queued with its address") {
    Editing editing;
    queue_email_check(*editing.tx, "ann", "a@example.org");
    CHECK(editing.jobs("VerifyUserData") ==
          std::vector<std::string>{R"({"verificationCode":"","data":"a@example.org",)"
                                   R"("type":"email","uid":"ann","try":0,"lastRun":1790000000})"});
}
