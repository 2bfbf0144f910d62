// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <set>

#include "directory/editing.h"
#include "directory/login/authenticate.h"
#include "directory/users/user_fields.h"
#include "support/names.h"

using namespace roster;
using roster::test::Editing;
using roster::test::refuses;

namespace {
const Error kDone = Editing::kDone;
}

TEST_CASE("each editable field has one row, and each property its scope") {
    std::set<std::string_view> keys;
    for (const Field& field : fields())
        CHECK(keys.insert(field.key).second);
    for (const PropertyRow& row : kProperties)
        CHECK(keys.contains(std::string(row.name) + "Scope"));
    for (const Field& field : fields())
        if (field.key.ends_with("Scope")) CHECK_FALSE(field.of_others);
}

TEST_CASE("only oneself, administrators and sub-admins of the group may edit an account") {
    Editing editing;
    for (const char* editor : {"root", "sue", "ann"}) {
        editing.as(editor);
        CHECK(editing.edit("ann", "role", editor) == kDone);
    }
    editing.as("ben");
    CHECK(refuses(editing.edit("ann", "role", "x"), Errc::forbidden));
    CHECK(refuses(editing.edit("nobody", "role", "x"), Errc::user_not_found));
    editing.as("sue");
    CHECK(refuses(editing.edit("root", "role", "x"), Errc::forbidden));
    CHECK(refuses(editing.edit("ben", "no_such_key", "x"), Errc::forbidden));
}

TEST_CASE("a key that is unknown, differs in its letters or is not for the caller is unknown") {
    Editing editing;
    for (const char* key : {"", "groups", "enabled", "id", "DisplayName", "additional_mailScope"})
        CHECK(refuses(editing.edit("ann", key, "x"), Errc::unknown_key));
    CHECK(refuses(editing.edit("ann", "birthdate", "1990-05-17"), Errc::unknown_key));
    CHECK(refuses(editing.edit("ann", "phoneScope", "v2-local"), Errc::unknown_key));
    CHECK(editing.edit("root", "birthdate", "1990-05-17") == kDone);
    editing.as("ann");
    CHECK(editing.edit("ann", "birthdate", "1990-05-17") == kDone);
    CHECK(refuses(editing.edit("ann", "quota", "1 GB"), Errc::unknown_key));
    CHECK(refuses(editing.edit("ann", "manager", "ben"), Errc::unknown_key));
    CHECK(editing.as("sue").actor.subadmin);
    CHECK(editing.edit("ann", "quota", "1 GB") == kDone);
}

TEST_CASE("settings keep people from their own name, e-mail, language and locale") {
    Editing editing;
    editing.set("allow_user_to_change_display_name", false);
    CHECK(refuses(editing.edit("root", "display", "Root"), Errc::unknown_key));
    CHECK(refuses(editing.edit("root", "email", "r@example.org"), Errc::unknown_key));
    CHECK(editing.edit("ann", "display", "Ann") == kDone);
    editing.set("allow_user_to_change_email", true);
    CHECK(editing.edit("root", "email", "r@example.org") == kDone);

    editing.set("force_language", "de").set("force_locale", "de_DE");
    CHECK(editing.edit("root", "language", "fr") == kDone);
    editing.as("ann");
    CHECK(refuses(editing.edit("ann", "language", "fr"), Errc::unknown_key));
    CHECK(refuses(editing.edit("ann", "locale", "fr"), Errc::unknown_key));
    CHECK(refuses(editing.edit("ann", "first_day_of_week", "1"), Errc::unknown_key));
    editing.set("force_language", false);
    CHECK(editing.edit("ann", "language", "fr") == kDone);
}

TEST_CASE("a display name is trimmed, at most 64 characters, and nothing when it says nothing") {
    Editing editing;
    CHECK(editing.edit("ann", "displayname", "  Ann \n") == kDone);
    CHECK(editing.account("ann").stored_display_name == "Ann");
    for (const char* nothing : {"", "   ", "0", "Ann"}) {
        CHECK(editing.edit("ann", "display", nothing) == kDone);
        CHECK(editing.account("ann").stored_display_name == "Ann");
    }
    std::string umlauts;
    for (int i = 0; i < 64; ++i)
        umlauts += "ü";
    CHECK(editing.edit("ann", "display", umlauts) == kDone);
    CHECK(refuses(editing.edit("ann", "display", umlauts + "x"), Errc::invalid_argument,
                  "Invalid displayname"));
    CHECK(editing.account("ann").stored_display_name == umlauts);
}

TEST_CASE("the record follows one's own new name, and the first name of a new account") {
    Editing editing;
    CHECK(editing.edit("ann", "display", "By root") == kDone);
    CHECK(editing.profile("ann")[PropertyId::displayname].value == "ann");
    editing.as("ann");
    CHECK(editing.edit("ann", "display", "By ann") == kDone);
    CHECK(editing.profile("ann")[PropertyId::displayname].value == "By ann");
    editing.as("root");
    CHECK(editing.change("ben", {.display_name = "New"}) == kDone);
    CHECK(editing.profile("ben")[PropertyId::displayname].value == "New");
    CHECK_FALSE(editing.profile("ben").never_edited);
}

TEST_CASE("a system e-mail is stored in lower case where logins look for it, and queued") {
    Editing editing;
    CHECK(editing.edit("ann", "email", " Ann@Example.ORG ") == kDone);
    CHECK(storage::find_user_by_email(*editing.db, "ann@example.org")->uid == "ann");
    CHECK(editing.profile("ann")[PropertyId::email].value == "ann@example.org");
    CHECK(editing.profile("ann")[PropertyId::email].verified == kVerificationInProgress);
    CHECK(editing.jobs("VerifyUserData").size() == 1);
    CHECK(editing.edit("ann", "email", "ANN@example.org") == kDone);
    CHECK(editing.jobs("VerifyUserData").size() == 1);
    CHECK(editing.profile("ann")[PropertyId::email].verified == kVerificationInProgress);
    for (const char* wrong : {"nonsense", "a@b", "ä@example.org"})
        CHECK(refuses(editing.edit("ann", "email", wrong), Errc::invalid_argument));
    CHECK(editing.edit("ann", "email", "") == kDone);
    CHECK_FALSE(editing.preference("ann", "settings", "email"));
    CHECK(editing.profile("ann")[PropertyId::email].value == "");
}

TEST_CASE("an e-mail that is longer than its index is not in it") {
    Editing editing;
    const auto indexed = [&] {
        return editing.db->text(
            "SELECT indexed FROM oc_preferences WHERE userid = 'ann' AND configkey = 'email'");
    };
    const std::string fits = std::string(52, 'a') + "@example.org";
    CHECK(editing.edit("ann", "email", fits) == kDone);
    CHECK(indexed() == fits);
    CHECK(editing.edit("ann", "email", "a" + fits) == kDone);
    CHECK(indexed() == "");
}

TEST_CASE("an address given at creation is stored unchecked") {
    Editing editing;
    CHECK(editing.change("ann", {.email = "nonsense", .any_email = true}) == kDone);
    CHECK(editing.preference("ann", "settings", "email") == "nonsense");
    CHECK(editing.profile("ann")[PropertyId::email].verified == kVerificationInProgress);
    CHECK_FALSE(editing.profile("ann").never_edited);
    CHECK(editing.change("ann", {.email = "", .any_email = true}) == kDone);
    CHECK_FALSE(editing.preference("ann", "settings", "email"));
}

TEST_CASE("only a verified additional address may receive notifications") {
    Editing editing;
    editing.as("ann");
    CHECK(editing.edit_mails("ann", "a@example.org", "a@example.org") == kDone);
    CHECK(editing.edit_mails("ann", "", "b@example.org") == kDone);
    CHECK(editing.edit("ann", "notify_email", "A@example.org") == kDone);
    CHECK(editing.preference("ann", "settings", "primary_email") == "a@example.org");
    for (const char* wrong : {"b@example.org", "nonsense", "c@example.org"})
        CHECK(refuses(editing.edit("ann", "notify_email", wrong), Errc::invalid_argument));
    SUBCASE("and an empty text ends it") {
        CHECK(editing.edit("ann", "notify_email", "") == kDone);
    }
    SUBCASE("until it is deleted") {
        CHECK(editing.edit_mails("ann", "a@example.org", "") == kDone);
    }
    SUBCASE("until it becomes the system e-mail") {
        CHECK(editing.edit("ann", "email", "a@example.org") == kDone);
    }
    CHECK_FALSE(editing.preference("ann", "settings", "primary_email"));
}

TEST_CASE("an additional address must be one, and new") {
    Editing editing;
    CHECK(editing.edit("ann", "email", "ann@example.org") == kDone);
    CHECK(editing.edit("ann", "additional_mail", " Two@example.org") == kDone);
    REQUIRE(editing.profile("ann").additional_mail.size() == 1);
    CHECK(editing.profile("ann").additional_mail[0].value == "two@example.org");
    for (const char* wrong : {"two@example.org", "Ann@example.org", "nonsense", ""})
        CHECK(refuses(editing.edit("ann", "additional_mail", wrong), Errc::invalid_argument));
}

TEST_CASE("the collection takes any text, and verifies what is replaced by itself") {
    Editing editing;
    CHECK(editing.edit_mails("ann", "", "nonsense") == kDone);
    CHECK(editing.edit_mails("ann", "Self@example.org", "self@example.org") == kDone);
    CHECK(editing.edit_mails("ann", "me@example.org", "ME@example.org") == kDone);
    const std::vector<Property> mails = editing.profile("ann").additional_mail;
    REQUIRE(mails.size() == 3);
    CHECK(mails[0].locally_verified == kVerificationInProgress);
    CHECK(mails[1].locally_verified == kVerificationInProgress);
    CHECK(mails[2].locally_verified == kVerified);
    CHECK(editing.edit_mails("ann", "nonsense", "") == kDone);
    CHECK(editing.profile("ann").additional_mail.size() == 2);
    CHECK(refuses(editing.edit_mails("ann", "", std::string(2049, 'x')), Errc::internal,
                  "additional_mail"));
}

TEST_CASE("a delegated administrator verifies no address by replacing it") {
    Editing editing;
    storage::insert_group(*editing.db, {"desk"_gid, "desk"});
    storage::insert_member(*editing.db, "desk", "ben");
    editing.db->change("INSERT INTO oc_authorized_groups (group_id, class) VALUES (?, ?)", "desk",
                       "OCA\\Settings\\Settings\\Admin\\Users");
    editing.as("ben");
    CHECK(editing.edit_mails("ann", "a@example.org", "a@example.org") == kDone);
    CHECK(editing.profile("ann").additional_mail[0].locally_verified == kVerificationInProgress);
}

TEST_CASE("collections have exact names, and scopes of addresses are one's own matter") {
    Editing editing;
    const auto edit = [&](const char* collection, const char* key, const char* value) {
        return editing.edit_collection("ann", collection, key, value);
    };
    CHECK(edit("additional_mail", "", "a@example.org") == kDone);
    for (const char* wrong : {"email", "groups", "ADDITIONAL_MAIL", "additional_mailScope"})
        CHECK(refuses(edit(wrong, "a@example.org", "v2-private"), Errc::unknown_key));
    editing.as("ann");
    CHECK(edit("additional_mailScope", "a@example.org", "v2-private") == kDone);
    CHECK(editing.profile("ann").additional_mail[0].scope == kScopePrivate);
    CHECK(edit("additional_mailScope", "a@example.org", "contacts") == kDone);
    CHECK(editing.profile("ann").additional_mail[0].scope == kScopeFederated);
    CHECK(
        refuses(edit("additional_mailScope", "a@example.org", "V2-LOCAL"), Errc::invalid_argument));
    CHECK(
        refuses(edit("additional_mailScope", "b@example.org", "v2-local"), Errc::invalid_argument));
}

TEST_CASE("a password of up to 469 bytes that fits the policy replaces the old one") {
    Editing editing;
    CHECK(editing.edit("ann", "password", "N3w-pass-word") == kDone);
    CHECK(has_password(*editing.tx, editing.account("ann"), "N3w-pass-word"_secret));
    CHECK(editing.edit("ann", "password", std::string(469, 'p')) == kDone);
    CHECK(refuses(editing.edit("ann", "password", std::string(470, 'p')), Errc::invalid_argument,
                  "Invalid password value"));
    CHECK(editing.edit("ann", "password", "short").code == Errc::password_policy);
    CHECK(has_password(*editing.tx, editing.account("ann"), Secret(std::string(469, 'p'))));
}

TEST_CASE("without the policy an empty password is a password too") {
    Editing editing;
    storage::set_app_value(*editing.db, "password_policy", "enabled", {.value = "no"});
    CHECK(editing.edit("ann", "password", "") == kDone);
    CHECK(has_password(*editing.tx, editing.account("ann"), ""_secret));
}

TEST_CASE("language, locale and time zone must be known, and are stored as texts") {
    Editing editing;
    CHECK(editing.edit("ann", "language", "de") == kDone);
    CHECK(editing.edit("ann", "locale", "de_DE") == kDone);
    CHECK(editing.edit("ann", "timezone", "Europe/Berlin") == kDone);
    CHECK(editing.db->texts("SELECT configkey || '=' || configvalue || ' ' || type"
                            " FROM oc_preferences WHERE userid = 'ann' ORDER BY configkey") ==
          std::vector<std::string>{"lang=de 1", "locale=de_DE 1", "timezone=Europe/Berlin 1"});
    CHECK(
        refuses(editing.edit("ann", "language", "xx"), Errc::invalid_argument, "Invalid language"));
    CHECK(refuses(editing.edit("ann", "locale", "xx"), Errc::invalid_argument, "Invalid locale"));
    for (const char* wrong : {"", "Mars/Base", "US/Eastern"})
        CHECK(refuses(editing.edit("ann", "timezone", wrong), Errc::invalid_argument,
                      "Invalid timezone"));
    CHECK(editing.edit("ann", "language", "en") == kDone);
    CHECK(editing.edit("ann", "locale", "en") == kDone);
}

TEST_CASE("the first day of the week is kept as it was written, and -1 takes it back") {
    Editing editing;
    for (const char* text : {"0", "6", "", "abc", "3rd"}) {
        CHECK(editing.edit("ann", "first_day_of_week", text) == kDone);
        CHECK(editing.preference("ann", "core", "first_day_of_week") == text);
    }
    for (const char* wrong : {"7", "-2", "8 days"})
        CHECK(refuses(editing.edit("ann", "first_day_of_week", wrong), Errc::invalid_argument,
                      "Invalid first day of week"));
    CHECK(editing.edit("ann", "first_day_of_week", "-1") == kDone);
    CHECK_FALSE(editing.preference("ann", "core", "first_day_of_week"));
}

TEST_CASE("any text may be the manager") {
    Editing editing;
    CHECK(editing.edit("ann", "manager", "a/b") == kDone);
    CHECK(editing.preference("ann", "settings", "manager") == R"(["a\/b"])");
    CHECK(editing.edit("ann", "manager", "") == kDone);
    CHECK(editing.preference("ann", "settings", "manager") == R"([""])");
}

TEST_CASE("a phone is checked and stored as a number; who knew the old one forgets it before") {
    Editing editing;
    const auto know = [&] {
        editing.db->change("INSERT INTO oc_known_users (known_to, known_user) VALUES (?, ?)", "ben",
                           "ann");
    };
    const auto known = [&] {
        return editing.db->exists("SELECT 1 FROM oc_known_users WHERE known_user = 'ann'");
    };
    CHECK(editing.edit("ann", "phone", "+1 212 555 0100") == kDone);
    CHECK(editing.profile("ann")[PropertyId::phone].value == "+12125550100");
    know();
    CHECK(editing.edit("ann", "phone", "+12125550100") == kDone);
    CHECK(editing.edit("ann", "role", "boss") == kDone);
    CHECK(known());
    editing.as("root");
    CHECK(refuses(editing.edit("ann", "phone", "abc"), Errc::invalid_argument, "Invalid phone"));
    editing.tx->rollback();
    CHECK_FALSE(known());
}

TEST_CASE("a scope is one's own choice among four, and old words for them") {
    Editing editing;
    editing.as("ann");
    CHECK(editing.edit("ann", "phoneScope", "v2-private") == kDone);
    CHECK(editing.profile("ann")[PropertyId::phone].scope == kScopePrivate);
    CHECK(editing.edit("ann", "avatarScope", "public") == kDone);
    CHECK(editing.profile("ann")[PropertyId::avatar].scope == kScopePublished);
    CHECK(refuses(editing.edit("ann", "phoneScope", "bogus"), Errc::invalid_argument,
                  "Invalid Invalid scope"));
    CHECK(refuses(editing.edit("ann", "emailScope", "v2-private"), Errc::invalid_argument,
                  "Invalid scope"));
    CHECK(editing.edit("ann", "emailScope", "private") == kDone);
    CHECK(editing.edit("ann", "email", "ann@example.org") == kDone);
    CHECK(editing.edit("ann", "emailScope", "v2-local") == kDone);
    CHECK(editing.profile("ann")[PropertyId::email].verified == kVerificationInProgress);
    CHECK(editing.edit("ann", "emailScope", "v2-published") == kDone);
    CHECK(editing.profile("ann")[PropertyId::email].verified == kNotVerified);
}

TEST_CASE("a stored value that has become invalid refuses edits, but names and e-mails are kept") {
    Editing editing;
    editing.set("default_phone_region", "DE");
    CHECK(editing.edit("ann", "phone", "0711 25242890") == kDone);
    const std::string broken = "{\"phone\":{\"value\":\"123\",\"scope\":\"v2-local\"}}";
    storage::replace_account(*editing.db, "ann", broken, {});
    editing.as("ann");
    CHECK(refuses(editing.edit("ann", "role", "boss"), Errc::invalid_argument, "Invalid phone"));
    SUBCASE("the e-mail") {
        CHECK(editing.edit("ann", "email", "ann@example.org").code == Errc::internal);
        editing.tx->rollback();
        CHECK(editing.preference("ann", "settings", "email") == "ann@example.org");
    }
    SUBCASE("the name") {
        CHECK(editing.edit("ann", "display", "Ann").code == Errc::internal);
        editing.tx->rollback();
        CHECK(editing.account("ann").stored_display_name == "Ann");
    }
    CHECK(editing.record("ann") == broken);
}
