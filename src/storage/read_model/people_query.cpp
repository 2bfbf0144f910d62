// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_query.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <span>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "storage/engine/like.h"
#include "storage/engine/many_rows.h"
#include "storage/read_model/people_index.h"

namespace roster::storage {

namespace {

constexpr std::size_t kTrigram = 3, kMostTrigrams = 8;
// Looks for trigrams that are not common, however long a search is.
constexpr std::size_t kMostLooks = 64;

// The three-letter parts of a text, in its order. None when it is shorter.
std::vector<std::string_view> trigrams_of(std::string_view text) {
    std::vector<std::size_t> starts;  // of characters
    for (std::size_t position = 0; position < text.size();) {
        starts.push_back(position);
        U8_FWD_1(text.data(), position, text.size());
    }
    starts.push_back(text.size());
    std::vector<std::string_view> trigrams;
    for (std::size_t i = 0; i + kTrigram < starts.size(); ++i)
        trigrams.push_back(text.substr(starts[i], starts[i + kTrigram] - starts[i]));
    return trigrams;
}

bool can_be_looked_for(std::string_view search) {
    constexpr std::string_view kSeparators("\n\0", 2);
    return is_utf8(search) && search.find_first_of(kSeparators) == std::string_view::npos;
}

}  // namespace

bool can_find_people(Connection& db, std::string_view search) {
    return has_people_index(db) && can_be_looked_for(search);
}

bool is_far_behind(Connection& db) {
    return db.integer("SELECT COUNT(*) FROM (SELECT 1 FROM roster_people_changes LIMIT ?)",
                      kMostChanges + 1) > kMostChanges;
}

std::string people_pattern(std::string_view search) {
    return like_pattern(to_ascii_lower(search));
}

// It asks for those three-letter parts that are not common, or for the first.
std::optional<std::string> people_query(Connection& db, std::string_view search) {
    const std::string text = to_ascii_lower(search);
    const std::vector<std::string_view> all = trigrams_of(text);
    if (all.empty()) return std::nullopt;
    const auto looked_at = std::span(all).first(std::min(all.size(), kMostLooks));
    std::unordered_set<std::string> common;
    visit_many<"SELECT trigram FROM roster_people_common WHERE trigram IN ([?|, ])">(
        db, looked_at, [&common](const Row& row) { common.insert(row.text(0)); },
        [](const std::string_view& trigram) { return std::tie(trigram); });
    std::vector<std::string_view> trigrams;
    for (const std::string_view trigram : looked_at)
        if (trigrams.size() < kMostTrigrams && !common.contains(std::string(trigram)))
            trigrams.push_back(trigram);
    if (trigrams.empty()) trigrams.push_back(all.front());
    std::string query;
    for (const std::string_view trigram : trigrams) {
        query += query.empty() ? "\"" : " AND \"";
        for (const char c : trigram) {
            if (c == '"') query += '"';
            query += c;
        }
        query += '"';
    }
    return query;
}

std::int64_t count_found(Connection& db, std::string_view query, std::int64_t most) {
    return db.integer(
        "SELECT COUNT(*) FROM (SELECT 1 FROM roster_people_text"
        " WHERE roster_people_text MATCH ? LIMIT ?)",
        query, most);
}

}  // namespace roster::storage
