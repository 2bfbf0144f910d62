// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "service/route.h"
#include "support/world.h"

namespace roster {

// Who may call, for the tests that try every endpoint.
enum class CallerKind {
    nobody,
    plain,
    subadmin,   // of the group team
    delegated,  // for Users
    sharing,    // delegated for Sharing
    admin,
    outside,   // an administrator, at an address that may not administer
    disabled,  // with the right password
    wrong,     // with a password that is none
};
inline constexpr std::array kCallerKinds{
    CallerKind::nobody,    CallerKind::plain,    CallerKind::subadmin,
    CallerKind::delegated, CallerKind::sharing,  CallerKind::admin,
    CallerKind::outside,   CallerKind::disabled, CallerKind::wrong};

// An installation with one caller of every kind.
struct Callers {
    World world;

    Callers();
    // The account that such a caller names; empty for nobody.
    static std::string uid_of(CallerKind kind);
    // Calls as such a caller; `path` as a client would send it.
    Answer call(CallerKind kind, std::string_view method, const std::string& path,
                const Form& form = {});
};

// The path of a row with `value` in the place of each parameter.
std::string path_of(const Route& route, const std::string& value);

}  // namespace roster
