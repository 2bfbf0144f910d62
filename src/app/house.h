// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/answer.h"

namespace roster {

// The installation with every protocol that this program speaks.
House make_house(Installation& installation);

}  // namespace roster
