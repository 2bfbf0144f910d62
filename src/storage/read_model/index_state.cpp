// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/index_state.h"

namespace roster::storage {

IndexState find_index_state(Connection& db) {
    if (db.engine() != Engine::sqlite) return {};
    return db.remembered("indexes", [&db] {
        const auto to_state = [](const Row& row) {
            // A program that makes a table anew loses the triggers that keep the lists right.
            constexpr std::int64_t kTriggers = 7 + 9;
            const bool people = row.integer(0) > 0;
            return IndexState{.people = people,
                              .lists = people && row.integer(1) > 0 && row.integer(2) == kTriggers,
                              .objects = row.integer(3) > 0};
        };
        return db
            .one(to_state,
                 "SELECT SUM(name = 'roster_people_page_keys'), SUM(name = 'roster_recent_logins'),"
                 " SUM(type = 'trigger' AND"
                 " (name GLOB 'roster_strangers_*' OR name GLOB 'roster_list_*')),"
                 " SUM(name = 'roster_objects' AND sql GLOB '*(number INTEGER*')"
                 " FROM sqlite_master WHERE name GLOB 'roster_*'")
            .value_or(IndexState{});
    });
}

}  // namespace roster::storage
