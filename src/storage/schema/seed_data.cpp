// SPDX-License-Identifier: Apache-2.0
#include "storage/schema/seed_data.h"

namespace roster::storage {
namespace {

constexpr std::string_view kPhotosMetadata =
    R"({"photos-original_date_time":{"value":null,"type":"int","etag":"","indexed":true,)"
    R"("editPermission":0},"photos-size":{"value":null,"type":"array","etag":"","indexed":false,)"
    R"("editPermission":0},"photos-exif":{"value":null,"type":"array","etag":"","indexed":false,)"
    R"("editPermission":0},"photos-ifd0":{"value":null,"type":"array","etag":"","indexed":false,)"
    R"("editPermission":0}})";

constexpr BundledApp kStockApps[] = {
    {"circles", "32.0.0", "filesystem,dav", StockState::on},
    {"systemtags", "1.22.0", "logging", StockState::on},
    {"survey_client", "4.0.0-dev.0", "", StockState::on},
    {"webhook_listeners", "1.3.0", "filesystem", StockState::on},
    {"firstrunwizard", "5.0.0-dev.0", "", StockState::on},
    {"app_api", "32.0.0", "", StockState::on},
    {"activity", "5.0.0-dev.0", "filesystem", StockState::on},
    {"admin_audit", "1.22.0", "logging", StockState::off},
    {"text", "6.0.1", "dav", StockState::on},
    {"federatedfilesharing", "1.22.0", "", StockState::always},
    {"federation", "1.22.0", "authentication", StockState::on},
    {"profile", "1.1.0", "", StockState::always},
    {"updatenotification", "1.22.0", "", StockState::on},
    {"files_sharing", "1.24.0", "filesystem", StockState::on},
    {"files_reminders", "1.5.0", "", StockState::on},
    {"viewer", "5.0.0-dev.0", "", StockState::always},
    {"workflowengine", "2.14.0", "filesystem", StockState::always},
    {"cloud_federation_api", "1.16.0", "filesystem", StockState::always},
    {"bruteforcesettings", "5.0.0-dev.0", "", StockState::on},
    {"dav", "1.34.2", "filesystem", StockState::always},
    {"files", "2.4.0", "filesystem", StockState::always},
    {"twofactor_nextcloud_notification", "6.0.0-dev.0", "", StockState::off},
    {"files_versions", "1.25.0", "filesystem,dav", StockState::on},
    {"provisioning_api", "1.22.0", "prevent_group_restriction", StockState::always},
    {"password_policy", "4.0.0-dev.0", "authentication", StockState::on},
    {"notifications", "5.0.0-dev.0", "logging", StockState::on},
    {"settings", "1.15.1", "", StockState::always},
    {"contactsinteraction", "1.13.1", "dav", StockState::on},
    {"files_trashbin", "1.22.0", "filesystem,dav", StockState::on},
    {"sharebymail", "1.22.0", "filesystem", StockState::on},
    {"encryption", "2.20.0", "filesystem", StockState::off},
    {"nextcloud_announcements", "4.0.0-dev.0", "logging", StockState::on},
    {"support", "4.0.0-dev.0", "session", StockState::on},
    {"twofactor_totp", "14.0.0", "", StockState::off},
    {"serverinfo", "4.0.0-dev.0", "", StockState::on},
    {"comments", "1.22.0", "logging", StockState::on},
    {"user_ldap", "1.23.0", "authentication", StockState::off},
    {"files_downloadlimit", "5.0.0-dev.0", "", StockState::on},
    {"files_pdfviewer", "5.0.0-dev.0", "", StockState::on},
    {"logreader", "5.0.0-dev.0", "logging", StockState::on},
    {"recommendations", "5.0.0-dev.0", "", StockState::on},
    {"twofactor_backupcodes", "1.21.0", "", StockState::always},
    {"privacy", "4.0.0-dev.0", "", StockState::on},
    {"files_external", "1.24.0", "filesystem", StockState::off},
    {"dashboard", "7.12.0", "", StockState::on},
    {"weather_status", "1.12.0", "", StockState::on},
    {"lookup_server_connector", "1.20.0", "authentication", StockState::always},
    {"oauth2", "1.20.0", "authentication", StockState::always},
    {"suspicious_login", "10.0.0-dev.0", "authentication", StockState::off},
    {"related_resources", "3.0.0-dev.0", "", StockState::on},
    {"photos", "5.0.0-dev.1", "dav,authentication", StockState::on},
    {"user_status", "1.12.0", "", StockState::on},
    {"theming", "2.7.0", "logging", StockState::always},
};

}  // namespace

std::span<const BundledApp> bundled_apps() {
    return kStockApps;
}

std::vector<StockAppValue> stock_app_values(std::int64_t now) {
    const std::string seconds = std::to_string(now);
    std::vector<StockAppValue> values = {
        {.app = "core", .key = "installedat", .value = seconds},
        {.app = "core", .key = "lastupdatedat", .value = seconds, .type = 8},
        {.app = "core", .key = "vendor", .value = "nextcloud"},
        {.app = "core", .key = "public_files", .value = "files_sharing/public.php"},
        {.app = "core",
         .key = "files_metadata",
         .value = std::string(kPhotosMetadata),
         .type = 64,
         .lazy = true},
    };
    for (const BundledApp& app : kStockApps) {
        if (app.state == StockState::off) continue;
        const std::string id(app.id);
        values.push_back(
            {.app = id, .key = "installed_version", .value = std::string(app.version)});
        values.push_back({.app = id, .key = "enabled", .value = "yes"});
        values.push_back({.app = id, .key = "types", .value = std::string(app.types)});
    }
    return values;
}

void insert_seed_rows(Connection& db, std::int64_t now) {
    for (const StockAppValue& row : stock_app_values(now))
        db.change(
            "INSERT INTO oc_appconfig (appid, configkey, configvalue, type, lazy) "
            "VALUES (?, ?, ?, ?, ?)",
            row.app, row.key, row.value, row.type, row.lazy);
    db.change("INSERT INTO oc_groups (gid, displayname) VALUES ('admin', 'admin')");
}

}  // namespace roster::storage
