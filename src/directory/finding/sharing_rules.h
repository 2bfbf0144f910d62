// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "directory/transaction.h"

namespace roster {

class Writer;

// When shares of one kind expire unless the user chooses otherwise.
struct ExpiryRule {
    bool usual = false;     // they expire by default
    bool enforced = false;  // a later day cannot be chosen
    std::int64_t days = 7;
};

// What the sharing settings allow the caller: the app values core/shareapi_* and those of the
// sharing apps.
struct SharingRules {
    bool enabled = true;
    bool links = true;  // also depends on the caller's groups
    bool links_need_password = false;
    bool links_ask_for_password = false;
    ExpiryRule link_expiry{};
    ExpiryRule internal_expiry{};
    ExpiryRule remote_expiry{};
    bool links_are_mailed = false;
    bool links_take_uploads = true;
    bool links_have_chosen_tokens = false;
    bool passwords_are_mailed = true;
    bool resharing = true;
    bool groups = true;
    std::int64_t permissions = 31;
    bool to_other_servers = true;
    bool from_other_servers = true;
    bool asks_lookup_server = false;
    bool shows_unique_names = true;
};
// The rules for the current caller.
SharingRules find_sharing_rules(Transaction& tx);

// The capabilities of the apps files_sharing and sharebymail: members of the map `files_sharing`.
void write_sharing(Writer& out, const SharingRules& rules);
void write_sharing_by_mail(Writer& out, const SharingRules& rules);

}  // namespace roster
