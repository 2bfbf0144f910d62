// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// The pages of the lists of members and of recent logins: where each begins, and how many are on
// it, so that a deep offset passes over those before it, and counting a group is adding up a few
// numbers. A part of the indexes of list_indexes.h. Triggers count, whoever writes; a list of which
// a statement may have taken entries without a trigger (OR REPLACE) counts as unknown until it is
// counted anew.

std::vector<std::string> list_page_statements(std::string_view prefix);
std::vector<std::string> drop_list_page_statements();
// Counts everything anew.
void build_list_pages(Connection& db);
// Some milliseconds of the upkeep that is due: splits a page that has grown, or counts a list anew.
// A unit of work of its own. Returns whether more may be left.
bool tend_list_pages(Connection& db);

// A page far down a list, as page_of_group and recent_logins say. Nothing where going through the
// list takes less, or its pages are not known.
std::optional<std::vector<Uid>> deep_page_of_group(Connection& db, std::string_view gid,
                                                   std::int64_t limit, std::int64_t offset);
std::optional<std::vector<Uid>> deep_page_of_logins(Connection& db, std::int64_t limit,
                                                    std::int64_t offset);
// How many are in a group, where has_list_indexes().
std::int64_t count_members(Connection& db, std::string_view gid);
// The same of many groups; without those that have no members, or whose pages are not counted.
std::unordered_map<Gid, std::int64_t> count_members(Connection& db, std::span<const Gid> gids);

}  // namespace roster::storage
