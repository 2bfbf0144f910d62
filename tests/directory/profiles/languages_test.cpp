// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/languages.h"

#include <doctest/doctest.h>

#include <string>

using namespace roster;

TEST_CASE("a language is a code with translations, in exactly its letters") {
    for (const char* code : {"de", "de_DE", "en", "en_GB", "fr", "pt_BR", "zh_TW"}) {
        CAPTURE(code);
        CHECK(is_language(code));
    }
    CHECK_FALSE(is_language(std::string(4000, 'v')));
    // The last ones have texts of Nextcloud's library, but none of its core, which is what counts.
    for (const char* code : {"", "klingon", "xx", "DE", "de-DE", "de_de", "cy_GB", "es_419", "ia",
                             "ka_GE", "lo", "mn", "nn_NO", "si", "sq"}) {
        CAPTURE(code);
        CHECK_FALSE(is_language(code));
    }
}

TEST_CASE("a locale is one that ICU knows, in exactly its letters") {
    for (const char* code : {"en", "de_DE", "en_US", "fr_CA", "zh_Hant_TW"}) {
        CAPTURE(code);
        CHECK(is_locale(code));
    }
    for (const char* code : {"", "xx", "de_XX", "de-DE", "DE_de"}) {
        CAPTURE(code);
        CHECK_FALSE(is_locale(code));
    }
}

TEST_CASE("a time zone is a current name, no alias and no offset") {
    for (const char* name : {"UTC", "Europe/Berlin", "Europe/Rome", "America/Argentina/Salta",
                             "Pacific/Wallis", "Africa/Abidjan"}) {
        CAPTURE(name);
        CHECK(is_timezone(name));
    }
    for (const char* name : {"", "Mars/Base", "europe/berlin", "US/Eastern", "GMT", "CET",
                             "Europe/Kiev", "+01:00", "Etc/UTC"}) {
        CAPTURE(name);
        CHECK_FALSE(is_timezone(name));
    }
}

TEST_CASE("the first item of Accept-Language that is available counts, not its quality") {
    CHECK(best_language("de-DE,de;q=0.9,en;q=0.5") == "de_DE");
    CHECK(best_language("de") == "de");
    CHECK(best_language("xx, fr;q=0.2, de;q=0.9") == "fr");
    CHECK(best_language("DE-de") == "de_DE");
    CHECK(best_language("en-US,en;q=0.5") == "en");
}

TEST_CASE("a region or script that is not available falls back to the language") {
    CHECK(best_language("de-CH") == "de");
    CHECK(best_language("zh-Hans-CN") == "zh_CN");
    CHECK(best_language("pt") == "pt_PT");
    CHECK(best_language("fr-CA,de") == "fr");
    CHECK(best_language("es-419") == "es");
    for (const char* unknown : {"cy-GB", "sq", "lo", "nn-NO"})
        CHECK_FALSE(best_language(unknown));
}

TEST_CASE("without an available language there is none") {
    for (const char* header : {"", "*", "xx", "xx-YY;q=1", ",,;"}) {
        CAPTURE(header);
        CHECK_FALSE(best_language(header).has_value());
    }
}
