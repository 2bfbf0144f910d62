// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace roster {

// Describes every endpoint of every protocol as a Markdown document, made from the rows that serve
// them.
std::string reference();

}  // namespace roster
