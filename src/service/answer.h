// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <vector>

#include "directory/transaction.h"
#include "service/exchange.h"

namespace roster {

// The application: an installation and its protocols, in the order in which they are asked whether
// a request is theirs.
struct House {
    Installation& installation;
    std::vector<const Protocol*> protocols;
};

// The result of answer(): the lane where the call continues, or nothing when exchange.response is
// ready. Then send it and run `actions`, once the transaction is durable.
struct Outcome {
    std::optional<Lane> go_on{};
    std::vector<std::function<void()>> actions{};
};

// Answers a call: matches, logs in, checks guards, counts, reads the body, hashes, runs the
// handler, writes the response.
//
// A call stops where the thread may not do the next step, and continues on another lane with what
// is known by then: Lane::write on a reading connection when its row writes, Lane::hash before its
// handler where CallMemo::may_hash is false, Lane::database where CallMemo::may_query is. It starts
// a new attempt when a login was revoked or the settings changed meanwhile, a row that reads has to
// write, a handler needs a hash, another transaction conflicts, or the database is lost before the
// commit; the work of the old attempt is undone.
//
// A request whose body follows stops with Lane::body after guards and limits. A body over
// kSmallBodyBytes is read only for a logged-in client; others get 413. Conflicts and lost databases
// are retried here, up to a number and a time; after that, and when the database is lost during the
// commit, the answer is 503 with Retry-After. Throws only errors of the database
// (storage::Trouble), and only within a batch, which the caller must then abandon.
Outcome answer(House& house, Connection& db, Exchange& exchange);

// Answers a call whose database has failed with `error`. Reading calls are answered without
// recording anything, failed password attempts are counted in memory, and everything else is 503
// with Retry-After. For a connection outside a batch.
Outcome answer_in_trouble(House& house, Connection& db, Exchange& exchange,
                          const storage::DatabaseError& error);

// Answers an error that is not the client's fault: 996 or 500 without the cause, which goes to the
// log.
void answer_accident(House& house, Exchange& exchange, const std::exception& accident);

// Runs all stages on this thread: for the command line and tests.
Response answer_at_once(House& house, Connection& db, Request request);

}  // namespace roster
