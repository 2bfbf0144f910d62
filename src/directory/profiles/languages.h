// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// A language code that Nextcloud 32 has translations for, or `en`; case-sensitive.
bool is_language(std::string_view code);
// A locale such as `de_DE` or `zh_Hant_TW`; case-sensitive.
bool is_locale(std::string_view code);
// A current name of the IANA time zone database; old aliases are not accepted.
bool is_timezone(std::string_view name);

// The available language for the first item of an Accept-Language header that has one, ignoring
// quality values (`de-DE` is `de_DE`, `de-CH` is `de`, `pt` is `pt_PT`). Nothing when none has.
std::optional<std::string> best_language(std::string_view accept_language);

}  // namespace roster
