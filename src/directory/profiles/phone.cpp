// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/phone.h"

#include <phonenumbers/phonenumberutil.h>

namespace roster {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The library accepts only upper-case regions, while its PHP edition accepts both.
std::string to_region(std::string_view text) {
    std::string region(text);
    for (char& letter : region)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return region;
}

}  // namespace

bool is_region(std::string_view text) {
    return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(to_region(text)) != 0;
}

std::optional<std::string> to_e164(std::string_view number, std::string_view region) {
    const PhoneNumberUtil& phones = *PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    if (phones.Parse(std::string(number), to_region(region), &parsed) !=
        PhoneNumberUtil::NO_PARSING_ERROR)
        return std::nullopt;
    if (!phones.IsValidNumber(parsed)) return std::nullopt;
    std::string formatted;
    phones.Format(parsed, PhoneNumberUtil::E164, &formatted);
    return formatted;
}

}  // namespace roster
