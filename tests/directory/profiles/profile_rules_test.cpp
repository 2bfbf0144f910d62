// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/profile_rules.h"

#include <doctest/doctest.h>

#include "base/text.h"

using namespace roster;
using namespace std::literals;

namespace {

const ProfileRules kOffline{.has_internet = false};

Profile anna() {
    Profile profile = default_profile("anna", "anna@example.org", profile_defaults({}, true));
    profile.never_edited = false;
    return profile;
}

// The stored form of a value, or the text of the refusal.
std::string stored(PropertyId property, std::string_view value,
                   const ProfileRules& rules = kOffline) {
    Profile profile = anna();
    profile[property].value = value;
    const Result<Done> result = validate(profile, rules);
    return result ? profile[property].value : result.error().message;
}

}  // namespace

TEST_CASE("empty properties are valid") {
    Profile profile = anna();
    CHECK(validate(profile, kOffline));
    CHECK(profile == anna());
}

TEST_CASE("a phone number is stored as E.164 and needs a region or a plus") {
    CHECK(stored(PropertyId::phone, "+1 212 555 0100") == "+12125550100");
    CHECK(stored(PropertyId::phone, "0711 25242890") == "Invalid phone");
    CHECK(stored(PropertyId::phone, " +4971125242890") == "Invalid phone");
    CHECK(stored(PropertyId::phone, "abc") == "Invalid phone");
    const ProfileRules german{.default_phone_region = "DE", .has_internet = false};
    CHECK(stored(PropertyId::phone, "0711 25242890", german) == "+4971125242890");
    CHECK(stored(PropertyId::phone, "+1 212 555 0100", german) == "+12125550100");
    CHECK(stored(PropertyId::phone, "abc", german) == "Invalid phone");
}

TEST_CASE("a website has the scheme http or https and a host") {
    for (const char* good :
         {"https://example.org", "http://example.org/a?b=c", "http://u:p@example.org:80/",
          "http://x?", "https://[::1]:8443/", "http://example.org:", "http://not a host/"})
        CHECK(stored(PropertyId::website, good) == good);
    for (const char* bad :
         {"example.org", "javascript:alert(1)", "HTTP://example.org", "http:/example.org",
          "http://", "https:///path", "http://:80", "http://x:99999", "http://x:000080",
          "http://x:abc", "http://user@", "ftp://example.org", "http:example.org"}) {
        CAPTURE(bad);
        CHECK(stored(PropertyId::website, bad) == "Invalid website");
    }
}

TEST_CASE("a twitter handle is stored without its at sign") {
    CHECK(stored(PropertyId::twitter, "@nextclouders") == "nextclouders");
    CHECK(stored(PropertyId::twitter, "a_1") == "a_1");
    CHECK(stored(PropertyId::twitter, "abcdefghijklmno") == "abcdefghijklmno");
    for (const char* bad : {"@", "a", "@@ab", "abcdefghijklmnop", "a-b", "a b", "\u00e4\u00e4"}) {
        CAPTURE(bad);
        CHECK(stored(PropertyId::twitter, bad) == "Invalid twitter");
    }
}

TEST_CASE("a bluesky handle is a name at bsky.social or a host name") {
    for (const char* good : {"nonsense", "frank.bsky.social", "Frank-1.bsky.social", "example.org",
                             "a12345678901234567.bsky.social"})
        CHECK(stored(PropertyId::bluesky, good) == good);
    for (const char* bad : {"me.bsky.social", "@me.bsky.social", "bsky.social", "BSKY.social",
                            ".bsky.social", "x.frank.bsky.social", "-ab.bsky.social",
                            "a123456789012345678.bsky.social", "@nonsense", "a b"}) {
        CAPTURE(bad);
        CHECK(stored(PropertyId::bluesky, bad) == "Invalid bluesky");
    }
}

TEST_CASE("a fediverse account is a user at a host") {
    CHECK(stored(PropertyId::fediverse, " @user@example.org ") == "user@example.org");
    CHECK(stored(PropertyId::fediverse, "user@localhost") == "user@localhost");
    for (const char* bad : {"nonsense", "https://example.org/@user", "@example.org",
                            "@@example.org", "a b@example.org", "a\\b@example.org",
                            "a@b@example.org", "user@exa_mple.org", "user@", " "}) {
        CAPTURE(bad);
        CHECK(stored(PropertyId::fediverse, bad) == "Invalid fediverse");
    }
}

TEST_CASE("with internet the host of a fediverse account is asked") {
    const ProfileRules rules{.fediverse_lookup = [](std::string_view user, std::string_view host) {
        return user == "ann" && host == "example.org";
    }};
    CHECK(stored(PropertyId::fediverse, "@ann@example.org", rules) == "ann@example.org");
    CHECK(stored(PropertyId::fediverse, "ben@example.org", rules) == "Invalid fediverse");
    CHECK(stored(PropertyId::fediverse, "", rules) == "");
}

TEST_CASE("values of more than 2048 bytes are found before anything else") {
    CHECK(stored(PropertyId::address, std::string(2048, 'x')) == std::string(2048, 'x'));
    CHECK(stored(PropertyId::address, std::string(2049, 'x')) == "Invalid address");
    Profile profile = anna();
    profile[PropertyId::phone].value = "abc";
    profile[PropertyId::pronouns].value = std::string(2049, 'x');
    CHECK(validate(profile, kOffline).error() ==
          Error{Errc::invalid_argument, "Invalid pronouns", "pronouns"});
    profile = anna();
    replace_mail(profile, "", std::string(2049, 'x'), true);
    CHECK(validate(profile, kOffline).error().message == "Invalid additional_mail");
}

TEST_CASE("the first fault in the order of the rules is named whatever was edited") {
    Profile profile = anna();
    profile[PropertyId::displayname].scope = kScopePrivate;
    CHECK(validate(profile, kOffline).error().message == "Invalid scope");
    profile[PropertyId::twitter].value = "?";
    CHECK(validate(profile, kOffline).error().message == "Invalid twitter");
    profile[PropertyId::phone].value = "?";
    CHECK(validate(profile, kOffline).error().field == "phone");
}

TEST_CASE("every scope is accepted except private for display name and e-mail") {
    for (const PropertyRow& row : kProperties) {
        CAPTURE(row.name);
        for (const char* word : {"v2-private", "v2-local", "v2-federated", "v2-published",
                                 "private", "contacts", "public", ""}) {
            CAPTURE(word);
            Profile profile = anna();
            profile[row.id].scope =
                word == std::string_view("v2-local") ? "v2-published" : "v2-local";
            REQUIRE(set_scope(profile, row.id, word));
            const bool refused = word == std::string_view("v2-private") &&
                                 (row.id == PropertyId::displayname || row.id == PropertyId::email);
            CHECK(profile[row.id].scope == parse_scope(word));
            CHECK(validate(profile, kOffline).has_value() == !refused);
        }
        Profile profile = anna();
        CHECK(set_scope(profile, row.id, "bogus").error().message == "Invalid Invalid scope");
    }
}

TEST_CASE("only the very text of the present scope asks for no update") {
    Profile profile = anna();
    CHECK(set_scope(profile, PropertyId::phone, "v2-local").value() == false);
    CHECK(set_scope(profile, PropertyId::phone, "private").value() == true);
    CHECK(profile[PropertyId::phone].scope == kScopeLocal);
}

TEST_CASE("an update takes back the marks of checked values") {
    Profile before = anna();
    for (Property& property : before.properties)
        property.verified = kVerified;
    Profile after = before;
    CHECK_FALSE(settle_verification(before, after));
    for (const PropertyRow& row : kProperties) {
        CAPTURE(row.name);
        const bool taken = row.name == "twitter" || row.name == "fediverse" ||
                           row.name == "website" || row.name == "email";
        CHECK(after[row.id].verified == (taken ? kNotVerified : kVerified));
    }
}

TEST_CASE("a changed e-mail is due for a check") {
    const Profile before = anna();
    Profile after = before;
    after[PropertyId::email].value = "new@example.org";
    CHECK(settle_verification(before, after));
    CHECK(after[PropertyId::email].verified == kVerificationInProgress);
}

TEST_CASE("the first update of a user without e-mail counts as a changed e-mail") {
    const Profile before = default_profile("ed", {}, profile_defaults({}, true));
    Profile first = before;
    CHECK(settle_verification(before, first));
    CHECK_FALSE(first.never_edited);
    CHECK(first[PropertyId::email].verified == kVerificationInProgress);
    Profile second = first;
    CHECK_FALSE(settle_verification(first, second));
    CHECK(second[PropertyId::email].verified == kNotVerified);
    const Profile known = default_profile("ed", "ed@example.org", profile_defaults({}, true));
    Profile updated = known;
    CHECK_FALSE(settle_verification(known, updated));
    CHECK_FALSE(updated.never_edited);
}

TEST_CASE("the field adds an additional mail once and only if it is an address") {
    Profile profile = anna();
    CHECK(add_mail(profile, " Second@Example.org ", "anna@example.org"));
    CHECK(profile.additional_mail == std::vector<Property>{{.value = "second@example.org"}});
    for (const char* bad :
         {"second@example.org", "anna@example.org", "ANNA@example.org", "nonsense", ""}) {
        CAPTURE(bad);
        CHECK(add_mail(profile, bad, "anna@example.org").error() ==
              Error{Errc::invalid_argument, "", "additional_mail"});
    }
    CHECK(profile.additional_mail.size() == 1);
}

TEST_CASE("the collection replaces an additional mail without a check") {
    Profile profile = anna();
    replace_mail(profile, "", "nonsense", true);
    replace_mail(profile, "", "nonsense", true);
    replace_mail(profile, "", " TWO@example.org", true);
    replace_mail(profile, "absent", "", true);
    REQUIRE(profile.additional_mail.size() == 3);
    CHECK(profile.additional_mail[2].value == "two@example.org");
    CHECK(set_mail_scope(profile, "two@example.org", "v2-private"));
    replace_mail(profile, "two@example.org", "three@example.org", true);
    CHECK(profile.additional_mail[2] == Property{.value = "three@example.org"});
    replace_mail(profile, "nonsense", "", true);
    CHECK(profile.additional_mail == std::vector<Property>{{.value = "three@example.org"}});
}

TEST_CASE("an additional mail that replaces itself is verified when the actor is trusted") {
    Profile profile = anna();
    replace_mail(profile, "new@example.org", "new@example.org", false);
    CHECK_FALSE(is_verified_mail(profile, "new@example.org"));
    CHECK(mails_to_verify(profile).size() == 1);
    replace_mail(profile, "new@example.org", "NEW@example.org", true);
    CHECK(is_verified_mail(profile, "new@example.org"));
    CHECK(mails_to_verify(profile).empty());
    CHECK(profile.additional_mail.size() == 1);
    CHECK_FALSE(is_verified_mail(profile, "anna@example.org"));
}

TEST_CASE("the scope of an additional mail may be private and takes the older words") {
    Profile profile = anna();
    replace_mail(profile, "", "one@example.org", true);
    for (const char* word : {"v2-private", "private", "contacts", "public", "", "v2-published"}) {
        CAPTURE(word);
        CHECK(set_mail_scope(profile, "one@example.org", word));
        CHECK(profile.additional_mail[0].scope == parse_scope(word));
        CHECK(validate(profile, kOffline));
    }
    CHECK(set_mail_scope(profile, "one@example.org", "V2-LOCAL").error().code ==
          Errc::invalid_argument);
    CHECK_FALSE(set_mail_scope(profile, "nothere@example.org", "v2-local"));
    CHECK(profile.additional_mail[0].scope == kScopePublished);
}

TEST_CASE("ordinary and odd e-mail addresses are accepted") {
    const std::string long_local(64, 'l');
    const std::string long_label(63, 'd');
    for (const std::string& good :
         {"n@example.org"s, "N@EXAMPLE.org"s, "first.last+tag@mail.example.org"s,
          "!#$%&'*+-/=?^_`{|}~@example.org"s, "o'neil@xn--mller-kva.de"s, "a@b.c"s,
          "\"a@b\"@example.org"s, "\"a\\ b\".c@example.org"s, "\"\"@example.org"s, "a@[127.0.0.1]"s,
          "a@[IPv6:::1]"s, "a@1.2.c3-4"s, long_local + "@example.org",
          "a@" + long_label + ".org"}) {
        CAPTURE(good);
        CHECK(is_email_address(good));
    }
}

TEST_CASE("what is no e-mail address is refused") {
    const std::string label(60, 'd');
    const std::string long_domain = label + "." + label + "." + label + "." + label + ".org";
    for (const std::string& bad : {""s,
                                   "nonsense"s,
                                   "a@b"s,
                                   "\u00e4@example.org"s,
                                   "a@\u00e4.org"s,
                                   "@example.org"s,
                                   "a@"s,
                                   "a@@example.org"s,
                                   "a b@example.org"s,
                                   ".a@example.org"s,
                                   "a.@example.org"s,
                                   "a..b@example.org"s,
                                   "a@example..org"s,
                                   "a@example.org."s,
                                   "a@-example.org"s,
                                   "a@example-.org"s,
                                   "a@exa_mple.org"s,
                                   "a@example.1rg"s,
                                   "a@1.2.3.4"s,
                                   "\"a b\"@example.org"s,
                                   "\"a\\\"@example.org"s,
                                   "\"\u00e4\"@example.org"s,
                                   "\"a\"b@example.org"s,
                                   "a@[1.2.3]"s,
                                   "a@[IPv6:zz]"s,
                                   "a@example.org\n"s,
                                   " a@example.org"s,
                                   std::string(65, 'l') + "@example.org",
                                   "a@" + std::string(64, 'd') + ".org",
                                   "0123456789@" + long_domain,
                                   std::string(70000, 'v')}) {
        CAPTURE(bad);
        CHECK_FALSE(is_email_address(bad));
    }
}

TEST_CASE("quotes do not count towards the length of an e-mail address") {
    const std::string name(64, 'l');
    const std::string label(60, 'd');
    const std::string domain = label + "." + label + "." + label;  // 182 characters
    CHECK(is_email_address(name + "@" + domain + ".org"));
    CHECK(is_email_address("\"" + name + "\"@" + domain + ".org"));
    CHECK_FALSE(is_email_address("\"l" + name + "\"@" + domain + ".org"));
    CHECK(is_email_address("\"" + name + "\"@" + domain + ".abcdef"));
    CHECK_FALSE(is_email_address("\"" + name + "\"@" + domain + ".abcdefg"));
}

TEST_CASE("a host name has labels of letters, digits and inner hyphens") {
    for (const char* good : {"nonsense", "example.org", "a-b.example.org.", "127.0.0.1", "9"})
        CHECK(is_host_name(good));
    const std::string label(63, 'x');
    const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'x');
    CHECK(is_host_name(longest));
    CHECK_FALSE(is_host_name(longest + "x"));
    CHECK_FALSE(is_host_name(label + "x"));
    for (const char* bad :
         {"", ".", "..", ".example.org", "a..b", "-a", "a-", "a_b", "a b", "\u00e4.org"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_host_name(bad));
    }
}
