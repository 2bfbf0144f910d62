// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/exchange.h"

namespace roster {

// Why nothing can be written now, in a sentence for the client.
std::string sentence_for(storage::Trouble trouble);

// Answers with a sentence, in no protocol's format.
void answer_plainly(Exchange& exchange, int status, const std::string& reason);

// Answers 503 with Retry-After, in no protocol's format: without the database not even the user is
// known.
void answer_unavailable(Exchange& exchange, const std::string& reason);

}  // namespace roster
