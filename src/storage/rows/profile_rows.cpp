// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/profile_rows.h"

#include <algorithm>

#include "storage/engine/many_rows.h"

namespace roster::storage {

std::optional<std::string> find_account_json(Connection& db, std::string_view uid) {
    return db.text("SELECT data FROM oc_accounts WHERE uid = ?", uid);
}

std::unordered_set<Uid> uids_with_account(Connection& db, std::span<const Uid> uids) {
    std::unordered_set<Uid> found;
    visit_many<"SELECT uid FROM oc_accounts WHERE uid IN ([{exact}?|, ])">(
        db, uids, [&found](const Row& row) { found.insert(row.uid(0)); },
        [](const Uid& uid) { return std::tie(uid); });
    return found;
}

namespace {

struct DataRow {
    std::int64_t id = 0;
    std::string name{}, value{};
};

// For rows with the same names in the same order: only differences are written, so the rest keeps
// its place in three indexes.
bool update_data_rows(Connection& db, std::string_view uid,
                      const std::vector<std::pair<std::string, std::string>>& rows) {
    const std::vector<DataRow> stored = db.all(
        [](const Row& row) {
            return DataRow{.id = row.integer(0), .name = row.text(1), .value = row.text(2)};
        },
        "SELECT id, name, value FROM oc_accounts_data WHERE uid = ? ORDER BY id", uid);
    if (!std::ranges::equal(stored, rows, {}, &DataRow::name,
                            &std::pair<std::string, std::string>::first))
        return false;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (stored[i].value != rows[i].second)
            db.change("UPDATE oc_accounts_data SET value = ? WHERE id = ?", rows[i].second,
                      stored[i].id);
    return true;
}

// A searchable row.
struct ProfileRow {
    const Uid& uid;
    const std::string& name;
    const std::string& value;
};

auto all_of(const ProfileRow& row) {
    return std::tie(row.uid, row.name, row.value);
}

void insert_rows(Connection& db, std::span<const ProfileReplacement* const> profiles) {
    std::vector<ProfileRow> rows;
    for (const ProfileReplacement* profile : profiles)
        for (const auto& [name, value] : profile->wanted.rows)
            rows.push_back({profile->wanted.uid, name, value});
    change_many<"INSERT INTO oc_accounts_data (uid, name, value) VALUES [(?, ?, ?)|, ]">(db, rows,
                                                                                         all_of);
}

auto uid_of(const ProfileReplacement* const& profile) {
    return std::tie(profile->wanted.uid);
}

// The differences, if the rows have the same names in the same order; else nothing.
std::optional<std::vector<ProfileRow>> differing_rows(const ProfileReplacement& profile) {
    using Pair = std::pair<std::string, std::string>;
    const auto& stored = *profile.stored_rows;
    const auto& wanted = profile.wanted.rows;
    if (!std::ranges::equal(stored, wanted, {}, &Pair::first, &Pair::first)) return std::nullopt;
    std::vector<ProfileRow> rows;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (stored[i].second == wanted[i].second) continue;
        // Among rows with the same name, only the id could tell which one is meant.
        if (std::ranges::count(wanted, wanted[i].first, &Pair::first) > 1) return std::nullopt;
        rows.push_back({profile.wanted.uid, wanted[i].first, wanted[i].second});
    }
    return rows;
}

// Updates the rows of existing profiles: only differences are written, so the rest keeps its place
// in three indexes.
void update_rows(Connection& db, std::span<const ProfileReplacement* const> profiles) {
    std::vector<ProfileRow> differing;
    std::vector<const ProfileReplacement*> anew;
    for (const ProfileReplacement* profile : profiles) {
        if (const auto rows = differing_rows(*profile))
            for (const ProfileRow& row : *rows)
                differing.push_back(row);
        else
            anew.push_back(profile);
    }
    const std::int64_t changed = change_many<
        "UPDATE oc_accounts_data SET value = CASE [WHEN uid = ? AND name = ? THEN ?| ]"
        " ELSE value END WHERE [(uid = ? AND name = ?)| OR ]">(
        db, differing, all_of, [](const ProfileRow& row) { return std::tie(row.uid, row.name); });
    // Profiles whose rows another program has left out get all of them.
    if (changed != static_cast<std::int64_t>(differing.size()))
        anew.assign(profiles.begin(), profiles.end());
    change_many<"DELETE FROM oc_accounts_data WHERE [uid = ?| OR ]">(db, anew, uid_of);
    insert_rows(db, anew);
}

}  // namespace

void replace_profiles(Connection& db, std::span<const ProfileReplacement> profiles) {
    std::vector<NewAccount> fresh;
    std::vector<const ProfileReplacement*> old;
    for (const ProfileReplacement& profile : profiles) {
        if (profile.stored_rows)
            old.push_back(&profile);
        else
            fresh.push_back(profile.wanted);
    }
    insert_accounts(db, fresh);
    change_many<
        "UPDATE oc_accounts SET data = CASE [WHEN uid = ? THEN ?| ] ELSE data END"
        " WHERE [uid = ?| OR ]">(
        db, old,
        [](const ProfileReplacement* const& profile) {
            return std::tie(profile->wanted.uid, profile->wanted.json);
        },
        uid_of);
    update_rows(db, old);
}

std::int64_t delete_known_users(Connection& db, std::span<const Uid> known_users) {
    return change_many<"DELETE FROM oc_known_users WHERE [known_user = ?| OR ]">(
        db, known_users, [](const Uid& uid) { return std::tie(uid); });
}

void replace_account(Connection& db, std::string_view uid, std::string_view json,
                     const std::vector<std::pair<std::string, std::string>>& rows) {
    if (db.change("UPDATE oc_accounts SET data = ? WHERE uid = ?", json, uid) == 0)
        db.change("INSERT INTO oc_accounts (uid, data) VALUES (?, ?)", uid, json);
    else if (update_data_rows(db, uid, rows))
        return;
    db.change("DELETE FROM oc_accounts_data WHERE uid = ?", uid);
    for (const auto& [name, value] : rows)
        db.change("INSERT INTO oc_accounts_data (uid, name, value) VALUES (?, ?, ?)", uid, name,
                  value);
}

void insert_accounts(Connection& db, std::span<const NewAccount> accounts) {
    std::vector<std::tuple<const Uid&, const std::string&, const std::string&>> rows;
    for (const NewAccount& account : accounts)
        for (const auto& [name, value] : account.rows)
            rows.emplace_back(account.uid, name, value);
    change_many<"INSERT INTO oc_accounts (uid, data) VALUES [(?, ?)|, ]">(
        db, accounts,
        [](const NewAccount& account) { return std::tie(account.uid, account.json); });
    // Rows without a profile belong to nobody.
    change_many<"DELETE FROM oc_accounts_data WHERE uid IN ([{exact}?|, ])">(
        db, accounts, [](const NewAccount& account) { return std::tie(account.uid); });
    change_many<"INSERT INTO oc_accounts_data (uid, name, value) VALUES [(?, ?, ?)|, ]">(
        db, rows, [](const auto& row) { return row; });
}

void delete_account(Connection& db, std::string_view uid) {
    db.change("DELETE FROM oc_accounts WHERE uid = ?", uid);
    db.change("DELETE FROM oc_accounts_data WHERE uid = ?", uid);
}

std::vector<Uid> uids_with_account_value(Connection& db, std::string_view name,
                                         std::string_view value) {
    return db.uids("SELECT uid FROM oc_accounts_data WHERE name = ? AND value = ? ORDER BY id",
                   name, value);
}

std::vector<PhoneRow> accounts_with_phone(Connection& db, std::string_view number) {
    // Searches by value alone: the index over the names would read every user.
    const auto rows = db.all(
        [](const Row& row) {
            return std::pair(row.text(2), PhoneRow{.id = row.integer(0), .uid = row.uid(1)});
        },
        "SELECT id, uid, name FROM oc_accounts_data WHERE value = ?", number);
    std::vector<PhoneRow> phones;
    for (const auto& [name, phone] : rows)
        if (name == "phone") phones.push_back(phone);
    return phones;
}

}  // namespace roster::storage
