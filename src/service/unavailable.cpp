// SPDX-License-Identifier: Apache-2.0
#include "service/unavailable.h"

namespace roster {

std::string sentence_for(storage::Trouble trouble) {
    switch (trouble) {
        case storage::Trouble::none:
            break;
        case storage::Trouble::locked:
            return "Another program holds a lock on the database. Nothing was changed; repeat the "
                   "call a little later.";
        case storage::Trouble::full:
            return "The disk of the database is full. Nothing was changed; repeat the call when "
                   "there is room.";
        case storage::Trouble::read_only:
            return "The database can only be read. Nothing was changed; let the server's user "
                   "write to it, and repeat the call.";
        case storage::Trouble::failing:
            return "The files of the database cannot be read or written. Nothing was changed; the "
                   "server's terminal says why.";
        case storage::Trouble::gone:
            return "The file of the database is not in its place any more. Nothing was changed; "
                   "put it back and start the server anew.";
    }
    return "The database does not answer. Nothing was changed; repeat the call a little later.";
}

void answer_plainly(Exchange& exchange, int status, const std::string& reason) {
    exchange.response = Response{.status = status};
    exchange.response.set("Content-Type", "text/plain; charset=utf-8");
    exchange.response.set("X-Request-Id", exchange.head.request_id);
    exchange.response.set("Roster-Hint", reason);
    exchange.response.hint = reason;
    exchange.response.body = reason + "\n";
}

void answer_unavailable(Exchange& exchange, const std::string& reason) {
    constexpr int kServiceUnavailable = 503;
    answer_plainly(exchange, kServiceUnavailable, reason);
    exchange.response.set("Retry-After", "1");
}

}  // namespace roster
