// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace roster {

// Every endpoint of every protocol as a Markdown document, from the rows that serve them.
std::string reference();

}  // namespace roster
