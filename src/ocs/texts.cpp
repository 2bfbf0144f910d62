// SPDX-License-Identifier: Apache-2.0
#include "ocs/texts.h"

#include <algorithm>

namespace roster::ocs {

namespace {

struct Translation {
    std::string_view english;
    std::string_view german;
};

// Texts that Nextcloud sends in the caller's language; all others are always English.
constexpr Translation kTranslations[] = {
    {"Logged in account must be an admin", "Das angemeldete Konto muss ein Administrator sein"},
    {"Logged in account must be an admin, a sub admin or gotten special right to access this "
     "setting",
     "Das angemeldete Konto muss ein Administrator, ein Unteradministrator sein oder ein "
     "Sonderrecht haben, um auf diese Einstellung zuzugreifen"},
    {"Invalid timezone", "Ungültige Zeitzone"},
    {"Invalid language", "Ungültige Sprache"},
    {"Invalid locale", "Ungültige Lokalisierung"},
    {"Invalid quota value: %s", "Ungültiger Wert für Speicherkontigent: %s"},
    {"Only the following characters are allowed in an Login: \"a-z\", \"A-Z\", \"0-9\", spaces "
     "and \"_.@-'\"",
     "Nur die folgenden Zeichen sind in einem Anmeldenamen erlaubt: \"a-z\", \"A-Z\", \"0-9\", "
     "Leerzeichen und \"_.@-'\""},
    {"Login must not consist of dots only", "Der Anmeldename darf nicht nur aus Punkten bestehen"},
    {"A valid password must be provided", "Es muss ein gültiges Passwort eingegeben werden"},
    {"User already exists", "Benutzer existiert bereits"},
    {"Group %s does not exist", "Gruppe %s existiert nicht"},
    {"Cannot create sub-admins for admin group",
     "Kann keine Unteradministration für die Administrations-Gruppe erstellen"},
    {"Cannot remove yourself from the admin group",
     "Du kannst dich nicht selbst aus der Administrationsgruppe entfernen."},
};

std::string_view in_language(std::string_view text, std::string_view language) {
    if (language != "de" && language != "de_DE") return text;
    const auto* found = std::find_if(
        std::begin(kTranslations), std::end(kTranslations),
        [text](const Translation& translation) { return translation.english == text; });
    return found == std::end(kTranslations) ? text : found->german;
}

bool is_role_refusal(Errc code) {
    return code == Errc::not_admin || code == Errc::not_users_admin ||
           code == Errc::address_not_allowed;
}

}  // namespace

std::string text_for(const Exchange& exchange, const Error& error) {
    if (is_role_refusal(error.code) && exchange.wants_html()) return {};
    std::string text(in_language(error.message, exchange.run.language));
    const std::size_t place = text.find("%s");
    if (place != std::string::npos) text.replace(place, 2, error.argument);
    return text;
}

}  // namespace roster::ocs
