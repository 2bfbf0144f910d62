// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Where people stand in the people index. Everybody has a place, a number that grows with the order
// of the lists. A newcomer's lies between those of the neighbours, as far on as the letters of the
// name are between theirs. Where two have no number left between them, a newcomer shares the shelf
// (the upper bits) of the one before, in no order within it: shelves are in order, and a page is
// sorted once more when it is cut.
//
// The people of a page stand on shelves of their own, and are counted, so that whole pages can be
// passed over. A page is all who come at or after its key and before the next page's: somebody is
// found by looking through one page, and no index is needed that would have to be written too.
constexpr int kShelfBits = 16;
constexpr std::int64_t kFirstNamed = std::int64_t{1} << 62;  // below: those without display name
constexpr std::int64_t kPageSize = 256;

constexpr std::int64_t shelf_of(std::int64_t place) {
    return place >> kShelfBits;
}
constexpr std::int64_t start_of_shelf(std::int64_t place) {
    return place >> kShelfBits << kShelfBits;
}

// Somebody as the lists are ordered.
struct Person {
    std::string sort_name{}, uid_lower{}, uid{};
    auto operator<=>(const Person&) const = default;
};

// The place of this person's entry. Nothing when there is none.
std::optional<std::int64_t> find_place(Connection& db, const Person& person);
// Free places for the first of these people, who are in order: for the first one and those who
// follow in the same gap. None when even the shelf of the one before is full.
std::vector<std::int64_t> choose_places(Connection& db, std::span<const Person> people);
// Counts somebody in whose entry is there now, or out who is gone.
void count_in(Connection& db, std::int64_t place);
void count_out(Connection& db, std::int64_t place);

}  // namespace roster::storage
