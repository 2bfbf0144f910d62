// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace roster::ocs {

// Draws a square PNG for a user without a picture: the first letters of the first two words of the
// name, on a colour that depends on the uid. `pixels` is the side, at least 16; `dark` is for dark
// surfaces. The same arguments give the same bytes. Throws std::runtime_error when libpng fails.
std::string draw_avatar(std::string_view uid, std::string_view name, int pixels, bool dark);

}  // namespace roster::ocs
