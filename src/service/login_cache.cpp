// SPDX-License-Identifier: Apache-2.0
#include "service/login_cache.h"

namespace roster {

namespace {

// Headers contain passwords, so only their fingerprint is stored.
std::string key_of(const Exchange& exchange, Transaction& tx) {
    std::string facts(exchange.request.header("Authorization"));
    for (const std::string_view fact :
         {std::string_view(tx.remote_address), exchange.request.header("Accept-Language"),
          exchange.request.header("User-Agent")}) {
        facts += '\0';
        facts += fact;
    }
    return "login " + tx.installation.logins.fingerprint_of(Secret(std::move(facts)));
}

using Kept = std::shared_ptr<const KnownLogin>;

}  // namespace

std::shared_ptr<const KnownLogin> recall_login(Exchange& exchange, Transaction& tx, bool lasts) {
    if (exchange.login && exchange.login->settings == tx.settings &&
        exchange.login_as_of == exchange.run.login_changes)
        return exchange.login;
    storage::ReadCache* const memory = lasts ? tx.cache() : nullptr;
    if (!memory) return nullptr;
    const std::any* const found = memory->find(key_of(exchange, tx));
    if (!found) return nullptr;
    const Kept& known = std::any_cast<const Kept&>(*found);
    if (known->second != tx.now || known->settings != tx.settings) return nullptr;
    exchange.login = known;
    exchange.login_as_of = exchange.run.login_changes;
    return known;
}

void keep_login(Exchange& exchange, Transaction& tx) {
    if (!tx.actor.logged_in() || !tx.log_entries.empty()) return;
    storage::ReadCache* const memory = tx.cache();
    if (!memory) return;
    exchange.login = std::make_shared<const KnownLogin>(
        KnownLogin{.actor = tx.actor,
                   .session_values = exchange.run.session->values,
                   .session_spent = exchange.run.session->spent,
                   .settings = tx.settings,
                   .second = tx.now});
    exchange.login_as_of = exchange.run.login_changes;
    memory->keep(key_of(exchange, tx), exchange.login);
}

}  // namespace roster
