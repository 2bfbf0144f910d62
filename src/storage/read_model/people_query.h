// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/engine/connection.h"

namespace roster::storage {

// How the people index is asked for a search.

// With more changed accounts than these, looking at each of them takes longer than the index saves.
inline constexpr std::int64_t kMostChanges = 5'000;
// Whether it is there, and can hold what is searched for.
bool can_find_people(Connection& db, std::string_view search);
// Whether more accounts have changed than that.
bool is_far_behind(Connection& db);
// The pattern that decides about each candidate: `roster_people.found_by LIKE ? ESCAPE '!'`.
std::string people_pattern(std::string_view search);
// A query of the text index that finds all who have the text, and some who have not. Nothing when
// the text is too short for it.
std::optional<std::string> people_query(Connection& db, std::string_view search);
// How many such a query finds; not more than `most` are counted.
std::int64_t count_found(Connection& db, std::string_view query, std::int64_t most);

}  // namespace roster::storage
