// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/translations.h"

#include <algorithm>

#include "ocs/pages/translation_files.h"

namespace roster::ocs {

namespace {

constexpr std::string_view kApi = "apps/provisioning_api", kPolicy = "apps/password_policy";

struct Translation {
    std::string_view folder;
    std::string_view english;
    std::string_view german;
    std::string_view path = "";
};

constexpr Translation kTranslations[] = {
#include "ocs/pages/translations.inc"
};

std::string with(std::string text, std::string_view mark, std::string_view words) {
    if (const std::size_t place = text.find(mark); place != std::string::npos)
        text.replace(place, mark.size(), words);
    return text;
}

// Arguments may be numbered in Nextcloud's files.
std::string from_catalogue(const Exchange& exchange, const Translation& row,
                           std::string_view language) {
    constexpr std::string_view kPlain = "%s", kNumbered = "%1$s";
    for (const std::string& english :
         {with(std::string(row.english), kPlain, kNumbered), std::string(row.english)}) {
        const auto found = text_of_nextcloud(*exchange.run.settings, row.folder, language, english);
        if (!found) break;
        if (*found != english) return with(*found, kNumbered, kPlain);
    }
    return std::string(row.english);
}

bool has_catalogue(const Exchange& exchange, const Translation& row) {
    return text_of_nextcloud(*exchange.run.settings, row.folder, exchange.run.language, "")
        .has_value();
}

// Uses the texts of an attached Nextcloud; otherwise Roster's own, in German.
std::string translated(const Exchange& exchange, const Translation& row) {
    const std::string& language = exchange.run.language;
    if (has_catalogue(exchange, row)) return from_catalogue(exchange, row, language);
    const bool german = language == "de" || language == "de_DE";
    return std::string(german ? row.german : row.english);
}

std::string in_language(const Exchange& exchange, const std::string& english) {
    for (const Translation& row : kTranslations) {
        const bool here =
            row.path.empty() || (exchange.run.route && exchange.run.route->path == row.path);
        if (row.english == english && here) return translated(exchange, row);
    }
    return english;
}

// The faults of a password are several sentences with their arguments filled in.
std::string faults_in_language(const Exchange& exchange, std::string text) {
    for (const Translation& row : kTranslations) {
        if (row.folder != kPolicy) continue;
        const std::string_view before = row.english.substr(0, row.english.find("%s"));
        const std::size_t start = text.find(before);
        if (start == std::string::npos) continue;
        if (before == row.english) {
            text.replace(start, before.size(), translated(exchange, row));
            continue;
        }
        const std::string_view after = row.english.substr(before.size() + 2);
        const std::size_t argument = start + before.size();
        const std::size_t end = text.find(after, argument);
        if (end == std::string::npos) continue;
        const std::string words =
            with(translated(exchange, row), "%s", text.substr(argument, end - argument));
        text.replace(start, end + after.size() - start, words);
    }
    return text;
}

bool is_role_refusal(Errc code) {
    return code == Errc::not_admin || code == Errc::not_users_admin ||
           code == Errc::address_not_allowed;
}

}  // namespace

std::string text_for(const Exchange& exchange, const Error& error) {
    if (is_role_refusal(error.code) && exchange.wants_html()) return {};
    if (error.code == Errc::password_policy) return faults_in_language(exchange, error.message);
    return with(in_language(exchange, error.message), "%s", error.argument);
}

}  // namespace roster::ocs
