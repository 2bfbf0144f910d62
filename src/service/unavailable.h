// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/exchange.h"

namespace roster {

// Why nothing can be written for now, in a sentence for whoever called.
std::string sentence_for(storage::Trouble trouble);

// A sentence in no protocol's words.
void answer_plainly(Exchange& exchange, int status, const std::string& reason);

// 503 with Retry-After, in no protocol's words: without the database it is not even known who is
// asking.
void answer_unavailable(Exchange& exchange, const std::string& reason);

}  // namespace roster
