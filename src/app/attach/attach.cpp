// SPDX-License-Identifier: Apache-2.0
#include "app/attach/attach.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>

#include "app/attach/nextcloud_config.h"
#include "app/data_dir.h"
#include "base/json/json.h"
#include "base/text.h"
#include "model/audit.h"
#include "storage/records/audit_rows.h"
#include "storage/schema/catalog.h"

namespace roster {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSavedAudit = "roster_audit.jsonl";

// Nextcloud's file is DATADIRECTORY/DBNAME.db. Roster's data directory may hold a copy.
std::string sqlite_file(const Settings& settings, const std::string& data_dir) {
    const std::string name = settings.text("dbname", "owncloud");
    if (name.starts_with('/') && fs::exists(name)) return name;
    const fs::path theirs = fs::path(settings.text("datadirectory")) / (name + ".db");
    const fs::path copies[] = {theirs, fs::path(data_dir) / (name + ".db"),
                               database_file(data_dir)};
    for (const fs::path& path : copies)
        if (fs::exists(path)) return fs::absolute(path).lexically_normal().string();
    throw std::runtime_error(
        fmt::format("there is no database file {}; give its place with --set dbname=/PATH/OF/FILE, "
                    "or the folder with --set datadirectory=FOLDER",
                    theirs.string()));
}

// The data directory may belong to this Nextcloud already, or hold no installation.
void check_data_dir(const std::string& data_dir, const Settings& wanted) {
    const std::string path = settings_file(data_dir);
    if (!fs::exists(path)) return;
    const auto present = storage::SettingsFile(path).current();
    if (present->text(kAttachedTo).empty())
        throw std::runtime_error(
            fmt::format("{} holds an installation of its own; name another --data-dir", data_dir));
    // An installation that has lost its instanceid gets it back.
    const std::string attached = present->text("instanceid");
    if (!attached.empty() && attached != wanted.text("instanceid"))
        throw std::runtime_error(fmt::format(
            "{} is attached to another Nextcloud ({}); name another --data-dir, or let go of that "
            "one with: roster detach --data-dir {}",
            data_dir, present->text(kAttachedTo), data_dir));
}

// Keeps the settings of Roster that Nextcloud does not have.
void keep_own_settings(const std::string& data_dir, Array& settings) {
    const std::string path = settings_file(data_dir);
    if (!fs::exists(path)) return;
    const auto present = storage::SettingsFile(path).current();
    for (const auto& [key, value] : present->values())
        if (key.starts_with("roster.") && !settings.find(key)) settings.set(key, value);
}

void check_schema(const storage::Catalog& catalog, const std::string& prefix) {
    const std::vector<storage::SchemaGap> gaps = storage::missing_columns(catalog, prefix);
    if (gaps.empty()) return;
    if (gaps.front().table == prefix + "users" && gaps.front().column.empty()) {
        for (const auto& [name, table] : catalog)
            if (name.ends_with("_authtoken"))
                throw std::runtime_error(fmt::format(
                    "there is no table {0}users, but {1}; use --set dbtableprefix={2}", prefix,
                    name, name.substr(0, name.size() - std::string_view("authtoken").size())));
        throw std::runtime_error(
            fmt::format("there is no table {}users: this is no database of a Nextcloud with that "
                        "dbtableprefix",
                        prefix));
    }
    std::vector<std::string> names;
    for (const storage::SchemaGap& gap : gaps)
        names.push_back(gap.column.empty() ? gap.table : gap.table + "." + gap.column);
    throw std::runtime_error(fmt::format(
        "the database lacks what Nextcloud 32 has: {}. Finish that Nextcloud's upgrade (occ "
        "upgrade, occ db:add-missing-columns); nothing was changed",
        fmt::join(names, ", ")));
}

std::string add_or_name_indexes(storage::Connection& db, const storage::Catalog& catalog,
                                bool add) {
    std::vector<std::string> names;
    for (const storage::IndexGap& gap : storage::missing_indexes(db, catalog)) {
        names.push_back(fmt::format("{} on {}", gap.index, gap.table));
        if (add) db.run(gap.statement);
    }
    if (names.empty()) return "";
    if (add) return fmt::format("Made missing indexes: {}.", fmt::join(names, ", "));
    return fmt::format(
        "Indexes of Nextcloud are missing: {}. Calls may be slow; attach again with --add-indexes, "
        "or use occ db:add-missing-indices.",
        fmt::join(names, ", "));
}

std::unique_ptr<storage::Connection> connect(const storage::Database& database) {
    try {
        std::unique_ptr<storage::Connection> db = database.connect(true);
        db->exists("SELECT 1");
        return db;
    } catch (const storage::DatabaseError& error) {
        throw std::runtime_error(fmt::format(
            "the {} cannot be used: {}. Another address, user or password is given with --set "
            "dbhost=HOST:PORT, --set dbuser=USER, --set dbpassword=PASSWORD",
            storage::describe(database.location()), trim(error.what())));
    }
}

void write_settings(const std::string& data_dir, const Array& settings) {
    if (!fs::exists(data_dir)) {
        fs::create_directories(data_dir);
        fs::permissions(data_dir, fs::perms::owner_all);
    }
    storage::SettingsFile(settings_file(data_dir)).replace(settings);
}

}  // namespace

std::vector<std::string> attach(const AttachOptions& options) {
    NextcloudConfig config = read_nextcloud_config(options.config, options.changes);
    Array& values = config.settings;
    check_nextcloud_config(values);
    check_data_dir(options.data_dir, Settings(values));
    if (Settings(values).text("dbtype").starts_with("sqlite"))
        values.set("dbname", sqlite_file(Settings(values), options.data_dir));
    values.set(kAttachedTo, fs::absolute(options.config).lexically_normal().string());
    keep_own_settings(options.data_dir, values);

    const Settings settings(values);
    const storage::ConnectionSettings location =
        storage::database_location(settings, options.data_dir);
    const storage::Database database{location};
    const std::unique_ptr<storage::Connection> db = connect(database);
    const storage::Catalog catalog = storage::read_catalog(*db);
    check_schema(catalog, db->prefix());

    std::vector<std::string> lines = std::move(config.notes);
    lines.push_back(fmt::format("Nextcloud {}, {}, tables {}*.", settings.text("version"),
                                storage::describe(location), db->prefix()));
    if (std::string line = add_or_name_indexes(*db, catalog, options.add_indexes); !line.empty())
        lines.push_back(std::move(line));
    database.add_own_tables();
    if (options.add_indexes) database.add_people_index();
    write_settings(options.data_dir, values);
    const std::string theirs = settings.text("datadirectory");
    if (log_dir_of(settings, options.data_dir) != theirs)
        lines.push_back(fmt::format(
            "{} cannot be written here: log files without a folder of their own go to {}.",
            theirs.empty() ? "Nextcloud's data directory" : theirs, options.data_dir));
    lines.push_back(
        fmt::format("Attached {}: roster serve --data-dir {}", options.data_dir, options.data_dir));
    return lines;
}

namespace {

Array to_array(const AuditRow& row) {
    const AuditEntry& entry = row.entry;
    Array fields;
    fields.set("id", row.id);
    fields.set("chain", row.chain);
    fields.set("occurred", entry.occurred);
    fields.set("actor", entry.actor.text());
    fields.set("credential", entry.credential);
    fields.set("token_id", entry.token_id);
    fields.set("address", entry.address);
    fields.set("request_id", entry.request_id);
    fields.set("action", entry.action);
    fields.set("subject", entry.subject);
    fields.set("field", entry.field);
    fields.set("before", entry.before ? Value(*entry.before) : Value());
    fields.set("after", entry.after ? Value(*entry.after) : Value());
    fields.set("previous_hash", row.previous_hash);
    fields.set("hash", row.hash);
    return fields;
}

// Writes one JSON object per row, in order. Returns the number of rows.
std::size_t save_audit(storage::Connection& db, const std::string& path) {
    constexpr std::int64_t kRows = 1000;
    std::size_t count = 0;
    std::ofstream file;
    for (std::int64_t last = 0;;) {
        const std::vector<AuditRow> rows = storage::audit_rows_after(db, last, kRows);
        if (rows.empty()) break;
        if (!file.is_open()) file.open(path, std::ios::app);
        for (const AuditRow& row : rows)
            file << to_json(Value(to_array(row))) << '\n';
        count += rows.size();
        last = rows.back().id;
    }
    if (count > 0 && !file.flush())
        throw std::runtime_error(fmt::format("cannot write {}; nothing was removed", path));
    return count;
}

}  // namespace

std::vector<std::string> detach(const std::string& data_dir) {
    const std::unique_ptr<Installation> house = open_data_dir(data_dir);
    const auto settings = house->settings.current();
    if (settings->text(kAttachedTo).empty())
        throw std::runtime_error(fmt::format(
            "{} is an installation of its own, not attached to a Nextcloud; nothing was removed",
            data_dir));
    std::vector<std::string> lines;
    const std::string saved = (fs::path(data_dir) / kSavedAudit).string();
    const std::size_t rows = save_audit(*house->database.connect(false), saved);
    if (rows > 0) lines.push_back(fmt::format("Saved {} rows of roster_audit in {}.", rows, saved));
    house->database.drop_own_tables();
    fs::remove(settings_file(data_dir));
    fs::remove(settings_file(data_dir) + ".lock");
    lines.push_back(fmt::format(
        "Dropped Roster's own tables and removed {}; nothing of Roster is left in the database of "
        "{}.",
        settings_file(data_dir), settings->text(kAttachedTo)));
    return lines;
}

}  // namespace roster
