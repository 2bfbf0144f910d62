// SPDX-License-Identifier: Apache-2.0
#include "app/attach/convert.h"

#include <fmt/core.h>

#include "app/data_dir.h"
#include "base/clock.h"
#include "storage/schema/catalog.h"
#include "storage/schema/copy.h"

namespace roster {

namespace {

constexpr const char* kMaintenance = "maintenance";

// The settings with the new database, which no Nextcloud shares.
Array with_database(const Array& settings, const ConvertOptions& options) {
    Array values = settings;
    for (const char* key : {"dbtype", "dbhost", "dbport", "dbname", "dbuser", "dbpassword",
                            "mysql.utf8mb4", "dbdriveroptions", "pgsql_ssl", kAttachedTo})
        values.erase(key);
    values.set("dbtype", options.type);
    values.set(kMovedAt, to_iso8601(system_seconds()));
    if (options.type == "sqlite3") return values;
    values.set("dbhost", options.host);
    if (!options.port.empty()) values.set("dbport", options.port);
    values.set("dbname", options.name);
    values.set("dbuser", options.user);
    values.set("dbpassword", options.password);
    if (options.type == "mysql") values.set("mysql.utf8mb4", true);
    return values;
}

bool is_same_place(const storage::ConnectionSettings& a, const storage::ConnectionSettings& b) {
    return a.engine == b.engine && a.path == b.path && a.hosts == b.hosts && a.name == b.name;
}

// Keeps writers away from the old tables while they are copied.
class Maintenance {
  public:
    explicit Maintenance(storage::SettingsFile& settings)
        : settings_(settings), before_(settings.current()->values()) {
        settings_.set({kMaintenance}, true);
    }
    ~Maintenance() {
        if (armed_) settings_.replace(before_);
    }
    Maintenance(const Maintenance&) = delete;

    // The settings before maintenance, for the caller that replaces them.
    const Array& before() const { return before_; }
    void keep_changes() { armed_ = false; }

  private:
    storage::SettingsFile& settings_;
    const Array before_;
    bool armed_ = true;
};

void tell_what_stays(const storage::Database& from,
                     const std::function<void(const std::string&)>& say) {
    const std::unique_ptr<storage::Connection> db = from.connect(false);
    const std::size_t others =
        storage::foreign_tables(storage::read_catalog(*db), db->prefix()).size();
    if (others > 0)
        say(fmt::format(
            "{} tables of other apps stay where they are: a Nextcloud itself moves with occ "
            "db:convert-type, and Roster then attaches to it again.",
            others));
}

// Prints a line after every tenth of a large table, and one for every table.
std::function<void(const std::string&, std::int64_t, std::int64_t)> progress_lines(
    const std::function<void(const std::string&)>& say) {
    return [say, tenth = std::int64_t{0}](const std::string& table, std::int64_t done,
                                          std::int64_t total) mutable {
        constexpr std::int64_t kTenths = 10;
        const std::int64_t now = total > 0 ? done * kTenths / total : kTenths;
        if (done >= total)
            say(fmt::format(" - {}: {} rows", table, done));
        else if (now != tenth)
            say(fmt::format(" - {}: {} of {} rows", table, done, total));
        tenth = done >= total ? 0 : now;
    };
}

}  // namespace

void convert_database(const ConvertOptions& options,
                      const std::function<void(const std::string& line)>& say) {
    const std::unique_ptr<Installation> house = open_data_dir(options.data_dir);
    const std::string& data_dir = house->data_dir;
    const Settings old_settings(house->settings.current()->values());
    const Array wanted = with_database(old_settings.values(), options);
    const auto from = storage::database_location(old_settings, data_dir);
    const auto to = storage::database_location(Settings(wanted), data_dir);
    if (is_same_place(from, to))
        throw std::runtime_error(
            fmt::format("the installation is in the {} already", storage::describe(to)));

    say(fmt::format("From the {} to the {}", storage::describe(from), storage::describe(to)));
    tell_what_stays(house->database, say);
    Maintenance maintenance(house->settings);
    const storage::CopyResult copied =
        storage::copy_database(house->database, storage::Database(to),
                               {.chunk_rows = options.chunk_rows,
                                .clear = options.clear_schema,
                                .progress = progress_lines(say)});
    house->settings.replace(with_database(maintenance.before(), options));
    maintenance.keep_changes();
    say(fmt::format("Checked {} rows in {} tables: numbers and checksums are equal.", copied.rows,
                    copied.tables));
    say(
        fmt::format("{} names the new database. Every roster serve answers 503 until it is started "
                    "anew; the old database is as it was.",
                    settings_file(data_dir)));
}

}  // namespace roster
