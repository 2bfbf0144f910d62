// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <vector>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// The program as its doors see it: an installation and the protocols it speaks, in the order in
// which they are asked for a request.
struct House {
    Installation& installation;
    std::vector<const Protocol*> protocols;
};

// A call at its end: exchange.response is ready, and sent once `actions` may run, which is when the
// transaction is durable. Or the lane where it goes on.
struct Outcome {
    std::optional<Lane> go_on{};
    std::vector<std::function<void()>> actions{};
};

// The one door: match, log in, guard, count, read the body, hash, handle, write. A call stops where
// the thread may not do what comes next, and goes on there with what is known of it by then:
// Lane::write on a connection for reading when its row writes, Lane::hash before its handler where
// CallMemo::may_hash is false, Lane::database where CallMemo::may_query is. If a login was taken
// away or the settings have changed meanwhile, it is begun anew. So it is where something could not
// be known before: a row that reads has to write, a handler needs a hash, another transaction was
// met, the database was lost before the commit; what was done is undone then. A request whose body
// follows stops with Lane::body behind its guards and limits. Over kSmallBodyBytes only the body of
// who is logged in is taken; else the answer is 413. What meets others, or loses the database, is
// run again here, so many times and so long; after that, and when it lost the database during its
// commit, the answer is 503 with Retry-After. Throws only what keeps the database from its work
// (storage::Trouble), and only within a batch, which is to be abandoned then.
Outcome answer(House& house, Connection& db, Exchange& exchange);

// Answers a call for which the database has failed so: what only reads is answered without what it
// would note, guesses of passwords are counted in memory, and everything else is 503 with
// Retry-After. For a connection that is in no batch.
Outcome answer_in_trouble(House& house, Connection& db, Exchange& exchange,
                          const storage::DatabaseError& error);

// What the client gets when something went wrong that is nobody's request's fault: 996 or 500
// without the cause, which goes to the log.
void answer_accident(House& house, Exchange& exchange, const std::exception& accident);

// All stages one after another on this thread: for the command line and tests.
Response answer_at_once(House& house, Connection& db, Request request);

}  // namespace roster
