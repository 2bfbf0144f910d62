// SPDX-License-Identifier: Apache-2.0
#include "storage/records/change_rows.h"

#include "storage/engine/many_rows.h"

namespace roster::storage {

namespace {

ChangeRow read_row(const Row& row) {
    return {.number = row.integer(0),
            .occurred = row.integer(1),
            .kind = row.text(2),
            .subject_kind = row.text(3),
            .subject = row.text(4),
            .fields = row.text(5)};
}

// Makes other transactions that assign numbers wait until this one has ended.
void lock_numbers(Connection& db) {
    // The update must change something: nodes of a cluster do not send each other updates that do
    // not.
    if (db.change("UPDATE roster_change_numbers SET last_number = last_number + 1 WHERE id = 1") ==
        0)
        db.change("INSERT INTO roster_change_numbers (id, last_number) VALUES (1, 1)");
}

}  // namespace

void append_changes(Connection& db, const std::vector<ChangeRow>& rows) {
    change_many<
        "INSERT INTO roster_changes (occurred, kind, subject_kind, subject, fields)"
        " VALUES [(?, ?, ?, ?, ?)|, ]">(db, rows, [](const ChangeRow& row) {
        return std::tie(row.occurred, row.kind, row.subject_kind, row.subject, row.fields);
    });
}

void reduce_changes_of_user(Connection& db, std::string_view uid) {
    constexpr std::string_view kNothing = "{}";
    db.change(
        "UPDATE roster_changes SET fields = ? WHERE subject = ? AND subject_kind = 'user'"
        " AND fields <> ?",
        kNothing, uid, kNothing);
}

void number_changes(Connection& db, std::int64_t most) {
    if (db.dialect().one_writer) return;
    const auto waiting = [&db, most] {
        return db.all([](const Row& row) { return row.integer(0); },
                      "SELECT id FROM roster_changes WHERE number IS NULL ORDER BY id LIMIT ?",
                      most);
    };
    if (waiting().empty()) return;
    lock_numbers(db);
    const std::int64_t last = last_change_number(db) - 1;
    std::int64_t number = last;
    // Looked up again: whoever had the lock has numbered the entries that waited then.
    for (const std::int64_t id : waiting())
        db.change("UPDATE roster_changes SET number = ? WHERE id = ?", ++number, id);
    db.change("UPDATE roster_change_numbers SET last_number = ? WHERE id = 1", number);
}

std::vector<ChangeRow> changes_after(Connection& db, std::int64_t number, std::int64_t limit) {
    if (db.dialect().one_writer)
        return db.all(read_row,
                      "SELECT id, occurred, kind, subject_kind, subject, fields FROM roster_changes"
                      " WHERE id > ? ORDER BY id LIMIT ?",
                      number, limit);
    return db.all(read_row,
                  "SELECT number, occurred, kind, subject_kind, subject, fields FROM roster_changes"
                  " WHERE number > ? ORDER BY number LIMIT ?",
                  number, limit);
}

std::int64_t last_change_number(Connection& db) {
    if (db.dialect().one_writer)
        return db.integer(
            "SELECT COALESCE(SUM(seq), 0) FROM sqlite_sequence"
            " WHERE name = 'roster_changes'");
    return db.integer("SELECT last_number FROM roster_change_numbers WHERE id = 1");
}

std::int64_t first_change_number(Connection& db) {
    return db.dialect().one_writer ? db.integer("SELECT MIN(id) FROM roster_changes")
                                   : db.integer("SELECT MIN(number) FROM roster_changes");
}

void delete_changes_before(Connection& db, std::int64_t occurred) {
    const std::int64_t first_to_stay =
        db.one([](const Row& row) { return row.integer(0); },
               "SELECT id FROM roster_changes WHERE occurred >= ? ORDER BY id LIMIT 1", occurred)
            .value_or(db.integer("SELECT COALESCE(MAX(id), 0) + 1 FROM roster_changes"));
    // An unread entry gets its number nevertheless: readers must be able to see that it existed.
    const auto unread = [&db, first_to_stay] {
        return db.integer("SELECT COUNT(*) FROM roster_changes WHERE number IS NULL AND id < ?",
                          first_to_stay);
    };
    if (!db.dialect().one_writer && unread() > 0) {
        lock_numbers(db);
        // Counted again: whoever had the lock may have numbered some.
        db.change("UPDATE roster_change_numbers SET last_number = last_number - 1 + ? WHERE id = 1",
                  unread());
    }
    db.change("DELETE FROM roster_changes WHERE id < ?", first_to_stay);
}

}  // namespace roster::storage
