// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/languages.h"

#include <unicode/uloc.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace roster {
namespace {

// The languages that Nextcloud 32's core is translated into; its library has more. Sorted by bytes.
constexpr std::string_view kLanguages[] = {
    "ar",    "ast",   "be",    "bg",    "ca",    "cs",    "da",    "de",    "de_DE",
    "el",    "en",    "en_GB", "eo",    "es",    "es_AR", "es_CL", "es_CO", "es_CR",
    "es_DO", "es_EC", "es_GT", "es_HN", "es_MX", "es_NI", "es_PA", "es_PE", "es_PR",
    "es_PY", "es_SV", "es_UY", "et_EE", "eu",    "fa",    "fi",    "fr",    "ga",
    "gl",    "he",    "hr",    "hu",    "id",    "is",    "it",    "ja",    "ka",
    "ko",    "lt_LT", "lv",    "mk",    "nb",    "nl",    "oc",    "pl",    "pt_BR",
    "pt_PT", "ro",    "ru",    "sc",    "sk",    "sl",    "sr",    "sv",    "sw",
    "th",    "tr",    "ug",    "uk",    "uz",    "vi",    "zh_CN", "zh_HK", "zh_TW",
};

constexpr std::string_view kTimezones[] = {
#include "directory/profiles/timezones.inc"
};

static_assert(std::ranges::is_sorted(kLanguages));
static_assert(std::ranges::is_sorted(kTimezones));

std::set<std::string, std::less<>> all_locales() {
    std::set<std::string, std::less<>> locales = {"en"};
    for (std::int32_t index = 0; index < uloc_countAvailable(); ++index)
        locales.insert(uloc_getAvailable(index));
    return locales;
}

// The available language that matches one item of Accept-Language, or "".
std::string_view match(std::string_view item) {
    std::string wanted(trim(item.substr(0, item.find(';'))));
    std::ranges::replace(wanted, '-', '_');
    const std::string base = wanted.substr(0, wanted.find('_'));
    // `zh_hans_cn` also matches `zh_cn`, and `pt` matches `pt_pt`.
    const std::string with_region = base + "_" + wanted.substr(wanted.rfind('_') + 1);
    for (const std::string& candidate : {wanted, with_region, base})
        for (const std::string_view language : kLanguages)
            if (equals_ignoring_case(language, candidate)) return language;
    return {};
}

}  // namespace

bool is_language(std::string_view code) {
    return std::ranges::binary_search(kLanguages, code);
}

bool is_locale(std::string_view code) {
    static const std::set<std::string, std::less<>> locales = all_locales();
    return locales.contains(code);
}

bool is_timezone(std::string_view name) {
    return std::ranges::binary_search(kTimezones, name);
}

std::optional<std::string> best_language(std::string_view accept_language) {
    for (const std::string_view item : split(accept_language, ','))
        if (const std::string_view language = match(item); !language.empty())
            return std::string(language);
    return std::nullopt;
}

}  // namespace roster
