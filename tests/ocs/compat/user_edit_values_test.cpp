// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "directory/editing.h"

using namespace roster;
using roster::test::Editing;
using roster::test::refuses;

namespace {
const Error kDone = Editing::kDone;
}

TEST_CASE("a quota is stored as people read it") {
    const std::pair<const char*, const char*> kQuotas[] = {
        {"1.5 TB", "1.5 TB"}, {"5 XB", "5 B"},        {"0", "0 B"},       {"1073741825", "1 GB"},
        {"abcb", "0 B"},      {"default", "default"}, {"10 gb", "10 GB"}, {"-1b", "none"},
        {"5 GB", "5 GB"},     {"-1 B", "none"},       {"2048k", "2 MB"},  {"none", "none"},
    };
    Editing editing;
    CHECK(editing.edit("ann", "quota", "1 B") == kDone);
    for (const auto& [text, stored] : kQuotas) {
        CAPTURE(text);
        CHECK(editing.edit("ann", "quota", text) == kDone);
        CHECK(editing.preference("ann", "files", "quota") == stored);
    }
    for (const char* wrong : {"lots", "", "5 GB "}) {
        const Error refused = editing.edit("ann", "quota", wrong);
        CHECK(refuses(refused, Errc::invalid_argument, "Invalid quota value: %s"));
        CHECK(refused.argument == wrong);
    }
}

TEST_CASE("a quota below zero is an accident, with the text for the log") {
    Editing editing;
    for (const char* below : {"-1", "-5 GB"})
        CHECK(refuses(editing.edit("ann", "quota", below), Errc::internal,
                      "Failed to set quota to invalid value ?"));
    CHECK_FALSE(editing.preference("ann", "files", "quota"));
}

TEST_CASE("a quota of more bytes than there are numbers is an accident") {
    Editing editing;
    CHECK(editing.edit("ann", "quota", "1e999 GB").code == Errc::internal);
    CHECK_FALSE(editing.preference("ann", "files", "quota"));
    CHECK(editing.edit("ann", "quota", "1e999") == kDone);
    CHECK(editing.preference("ann", "files", "quota") == "0 B");
}

TEST_CASE("too long a value is refused with the name of its property, but not profile_enabled") {
    Editing editing;
    const std::string longest(2048, 'x');
    for (const char* key : {"address", "organisation", "role", "headline", "biography", "pronouns",
                            "birthdate", "profile_enabled"}) {
        CAPTURE(key);
        editing.as("ann");
        CHECK(editing.edit("ann", key, longest) == kDone);
        const Error refused = editing.edit("ann", key, longest + "x");
        const bool accident = std::string_view(key) == "profile_enabled";
        CHECK(refused.code == (accident ? Errc::internal : Errc::invalid_argument));
        if (!accident) CHECK(refused.message == std::string("Invalid ") + key);
        CHECK(editing.profile("ann")[*find_property(key)].value == longest);
    }
}

TEST_CASE("a quota is stored even where the default is the same") {
    Editing editing;
    CHECK(editing.edit("ann", "quota", "none") == kDone);
    CHECK(editing.preference("ann", "files", "quota") == "none");
    editing.set_app_value("default_quota", "5 GB");
    CHECK(editing.edit("ben", "quota", "5 GB") == kDone);
    CHECK(editing.preference("ben", "files", "quota") == "5 GB");
}

TEST_CASE("the greatest quota is a number of bytes, and limits sizes only") {
    Editing editing;
    editing.set_app_value("max_quota", "10 GB");
    const Error refused = editing.edit("ann", "quota", "11 B");
    CHECK(refuses(refused, Errc::invalid_argument,
                  "Invalid quota value. %s is exceeding the maximum quota"));
    CHECK(refused.argument == "11 B");
    for (const char* fine : {"10 B", "none", "default", "-1b"})
        CHECK(editing.edit("ann", "quota", fine) == kDone);
}

TEST_CASE("where unlimited is forbidden, none and -1b are refused") {
    Editing editing;
    editing.set_app_value("allow_unlimited_quota", "0");
    for (const char* unlimited : {"none", "-1b"})
        CHECK(refuses(editing.edit("ann", "quota", unlimited), Errc::invalid_argument,
                      "Unlimited quota is forbidden on this instance"));
    CHECK(editing.edit("ann", "quota", "default") == kDone);
}
