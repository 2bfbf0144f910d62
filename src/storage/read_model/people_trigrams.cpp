// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model/people_trigrams.h"

#include <algorithm>
#include <limits>

namespace roster::storage {

namespace {
constexpr std::int64_t kPartOfPeople = 20, kLeast = 500;
// FTS5 counts the entries of a trigram one by one: a few milliseconds.
constexpr std::int64_t kEntriesAtOnce = 50'000;
}  // namespace

bool CommonTrigrams::is_due(Connection& db) {
    const std::int64_t people = db.integer("SELECT SUM(people) FROM roster_people_pages");
    const std::int64_t noted = db.integer("SELECT MAX(people) FROM roster_people_noted");
    if (people <= kLeast || people < 2 * noted) return false;
    people_ = people;
    next_.clear();
    found_.clear();
    return true;
}

// Whether more are left.
bool CommonTrigrams::look_at_some(Connection& db, std::int64_t most_entries) {
    const std::int64_t common = std::max(people_ / kPartOfPeople, kLeast);
    std::int64_t entries = 0;
    bool more = false;
    db.each(
        [&](const Row& row) {
            more = entries > most_entries;
            if (more) {
                next_ = row.text(0);
                return false;
            }
            if (row.integer(1) > common) found_.push_back(row.text(0));
            entries += row.integer(1);
            return true;
        },
        "SELECT term, doc FROM roster_people_trigrams WHERE term >= ? ORDER BY term", next_);
    return more;
}

void CommonTrigrams::write(Connection& db) {
    db.change("DELETE FROM roster_people_common");
    for (const std::string& trigram : found_)
        db.change("INSERT INTO roster_people_common (trigram) VALUES (?)", trigram);
    db.change("DELETE FROM roster_people_noted");
    db.change("INSERT INTO roster_people_noted (people) VALUES (?)", people_);
    people_ = 0;
}

void CommonTrigrams::note(Connection& db, std::int64_t people) {
    people_ = people;
    next_.clear();
    found_.clear();
    look_at_some(db, std::numeric_limits<std::int64_t>::max());
    write(db);
}

bool CommonTrigrams::note_some(Connection& db) {
    if (people_ == 0 && !is_due(db)) return false;
    if (look_at_some(db, kEntriesAtOnce)) return true;
    db.open_call();
    write(db);
    db.close_call(true);
    return false;
}

}  // namespace roster::storage
