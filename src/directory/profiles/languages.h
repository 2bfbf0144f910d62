// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// A code that Nextcloud 32 has translations for, or `en`; letter case counts.
bool is_language(std::string_view code);
// A locale such as `de_DE` or `zh_Hant_TW`; letter case counts.
bool is_locale(std::string_view code);
// A current name of the IANA time zone database; old aliases are none.
bool is_timezone(std::string_view name);

// The language for an Accept-Language header: of the first item, in the order of writing and
// whatever its quality, that an available language fits (`de-DE` is `de_DE`, `de-CH` is `de`,
// `pt` is `pt_PT`). Nothing when none fits.
std::optional<std::string> best_language(std::string_view accept_language);

}  // namespace roster
