// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/mail_verification.h"

#include <doctest/doctest.h>

#include "base/crypto/crypto_cipher.h"
#include "directory/editing.h"

using namespace roster;
using roster::test::Editing;

TEST_CASE("each address that nobody has verified gets one mail, when the change is durable") {
    Editing editing;
    Profile profile;
    profile.additional_mail = {{.value = "waits@example.org", .locally_verified = "1"},
                               {.value = "done@example.org", .locally_verified = "2"}};
    storage::replace_account(*editing.db, "ann", to_account_json(profile), {});
    REQUIRE(editing.edit("ann", "additional_mail", "new@example.org") == Editing::kDone);
    const std::vector<Property> mails = editing.profile("ann").additional_mail;
    REQUIRE(mails.size() == 3);
    CHECK(mails[0].locally_verified == kVerificationInProgress);
    CHECK(mails[1].locally_verified == kVerified);
    CHECK(mails[2].locally_verified == kVerificationInProgress);
    editing.tx->commit();
    CHECK(editing.tx->take_actions().size() == 1);
}

TEST_CASE("the token of a link is kept encrypted under the address and the secret") {
    Editing editing;
    REQUIRE(editing.edit("ann", "additional_mail", "frank2@example.org") == Editing::kDone);
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
    REQUIRE(editing.edit("ann", "additional_mail", "frank2@example.org") == Editing::kDone);
    CHECK(editing.jobs("CleanUpJob") ==
          std::vector<std::string>{R"("{\"userId\":\"ann\",\"subject\":\"verifyMailc2e5f817\",)"
                                   R"(\"pp\":\"frank2@example.org\",\"notBefore\":1791209600}")"});
}

TEST_CASE("the check of a system e-mail is queued with its address") {
    Editing editing;
    REQUIRE(editing.edit("ann", "email", "a@example.org") == Editing::kDone);
    CHECK(editing.jobs("VerifyUserData") ==
          std::vector<std::string>{R"({"verificationCode":"","data":"a@example.org",)"
                                   R"("type":"email","uid":"ann","try":0,"lastRun":1790000000})"});
}
