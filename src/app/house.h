// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/answer.h"

namespace roster {

// The installation and every protocol that this program supports.
House make_house(Installation& installation);

}  // namespace roster
