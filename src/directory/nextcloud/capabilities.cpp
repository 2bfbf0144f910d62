// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/capabilities.h"

#include <optional>
#include <stdexcept>
#include <vector>

#include "base/json/json.h"
#include "base/json/value.h"
#include "base/json/writer.h"
#include "directory/config/app_values.h"
#include "directory/config/preferences.h"
#include "directory/nextcloud/capability_blocks.h"

namespace roster {
namespace {

using Context = CapabilityContext;

constexpr std::string_view kUrlPattern = R"((\s|\n|^)(https?:\/\/)([-A-Z0-9+_.]+(?::[0-9]+)?)"
                                         R"((?:\/[-A-Z0-9+&@#%?=~_|!:,.;()]*)*)(\s|\n|$))";

// Hashes of the list of editors that open files in the browser, with and without the app `text`.
constexpr std::string_view kEditorsWithText = "5b2f367cfe076ab42b79601036409c2e";
constexpr std::string_view kNoEditors = "4ce473bf0dbeb3a09bb0f38e30bc31c4";

void write_text(Writer& out, std::string_view key, std::string_view text) {
    out.key(key);
    out.text(text);
}

void write_core(Writer& out, const Context& context) {
    out.member("pollinterval", context.poll_seconds);
    write_text(out, "webdav-root", context.webdav_root);
    out.member("reference-api", true);
    out.member("reference-regex", kUrlPattern);
    out.member("mod-rewrite-working", context.pretty_urls);
    out.key("user");
    out.begin_map();
    write_text(out, "language", context.language);
    write_text(out, "locale", context.locale);
    write_text(out, "timezone", context.timezone);
    out.end();
}

void write_bruteforce(Writer& out, const Context& context) {
    out.member("delay", context.throttle_delay_ms);
    out.member("allow-listed", context.allow_listed);
}

void write_files(Writer& out, const Context& context) {
    write_files(out, context.files);
    out.key("directEditing");
    out.begin_map();
    write_text(out, "url", context.base_url + "/ocs/v2.php/apps/files/api/v1/directEditing");
    out.member("etag", context.is_enabled("text") ? kEditorsWithText : kNoEditors);
    out.member("supportsFileId", true);
    out.end();
}

void write_trash(Writer& out, const Context& context) {
    out.member("undelete", true);
    out.member("delete_from_trash", context.files.trash_is_emptied);
}

void write_versions(Writer& out, const Context& context) {
    out.member("versioning", true);
    out.member("version_labeling", context.files.versions_have_labels);
    out.member("version_deletion", context.files.versions_are_deleted);
}

void write_dav(Writer& out, const Context& context) {
    out.member("chunking", "1.0");
    out.member("public_shares_chunking", false);
    if (context.bulk_upload) out.member("bulkupload", "1.0");
    if (!context.absence) return;
    out.member("absence-supported", true);
    out.member("absence-replacement", true);
}

void write_sharing(Writer& out, const Context& context) {
    write_sharing(out, context.sharing);
}

void write_sharing_by_mail(Writer& out, const Context& context) {
    write_sharing_by_mail(out, context.sharing);
}

void write_app_api(Writer& out, const Context& context) {
    if (context.logged_in) out.member("loglevel", context.log_level);
    out.member("version", "32.0.0");
}

void write_shareable_file(Writer& out) {
    out.begin_map();
    out.member("name", "file");
    out.member("shareTypes", std::vector<std::string>{"user", "group"});
    out.key("protocols");
    out.begin_map();
    out.member("webdav", "/public.php/webdav/");
    out.end();
    out.end();
}

void write_ocm(Writer& out, const Context& context) {
    const bool open = context.found_by_servers;
    out.member("enabled", open);
    out.member("apiVersion", "1.0-proposal1");
    out.member("version", open ? "1.1.0" : "");
    write_text(out, "endPoint", open ? context.base_url + "/ocm" : "");
    out.member("publicKey", nullptr);
    out.key("resourceTypes");
    out.begin_list();
    if (open) write_shareable_file(out);
    out.end();
    if (open)
        out.member("capabilities",
                   std::vector<std::string>{"/invite-accepted", "/notifications", "/shares"});
}

void write_password_rules(Writer& out, const PasswordPolicy& policy) {
    out.member("enforceNonCommonPassword", policy.refuses_common);
    out.member("enforceNumericCharacters", policy.wants_numeric);
    out.member("enforceSpecialCharacters", policy.wants_special);
    out.member("enforceUpperLowerCase", policy.wants_upper_and_lower_case);
}

// The rules for user passwords are repeated, for clients that know no others.
void write_password_policy(Writer& out, const Context& context) {
    const std::string api = context.base_url + "/ocs/v2.php/apps/password_policy/api/v1/";
    out.key("api");
    out.begin_map();
    write_text(out, "generate", api + "generate");
    write_text(out, "validate", api + "validate");
    out.end();
    out.key("policies");
    out.begin_map();
    out.key("account");
    out.begin_map();
    out.member("minLength", context.passwords.minimum_length);
    out.member("enforceHaveIBeenPwned", context.passwords.asks_for_leaks);
    write_password_rules(out, context.passwords);
    out.end();
    out.end();
    out.member("minLength", context.passwords.minimum_length);
    write_password_rules(out, context.passwords);
}

void write_provisioning_api(Writer& out, const Context& context) {
    out.member("version", "1.22.0");
    out.member("AccountPropertyScopesVersion", 2);
    out.member("AccountPropertyScopesFederatedEnabled", context.federated_scope);
    out.member("AccountPropertyScopesPublishedEnabled", context.published_scope);
}

void write_theming(Writer& out, const Context& context) {
    write_theme(out, context.theme, context.base_url);
}

enum class Audience { users, everybody };

// What one app adds: fixed members of the map `key` as JSON, then computed ones. Several apps may
// add to one map; it stands where the first of them does.
struct Block {
    std::string_view app;  // "" for what is always there
    std::string_view key;
    Audience audience;
    std::string_view members;
    void (*write)(Writer&, const Context&);
};

namespace blocks = capability_blocks;

constexpr Block kBlocks[] = {
    {"", "core", Audience::users, "", write_core},
    {"", "bruteforce", Audience::everybody, "", write_bruteforce},
    {"files", "files", Audience::users, "", write_files},
    {"activity", "activity", Audience::users, blocks::kActivity, nullptr},
    {"app_api", "app_api", Audience::everybody, "", write_app_api},
    {"circles", "circles", Audience::users, blocks::kCircles, nullptr},
    {"cloud_federation_api", "ocm", Audience::users, "", write_ocm},
    {"comments", "files", Audience::users, blocks::kComments, nullptr},
    {"dav", "dav", Audience::users, "", write_dav},
    {"files_downloadlimit", "downloadlimit", Audience::users, blocks::kFilesDownloadlimit, nullptr},
    {"files_sharing", "files_sharing", Audience::users, "", write_sharing},
    {"files_trashbin", "files", Audience::users, "", write_trash},
    {"files_versions", "files", Audience::users, "", write_versions},
    {"notifications", "notifications", Audience::users, blocks::kNotifications, nullptr},
    {"password_policy", "password_policy", Audience::users, "", write_password_policy},
    {"provisioning_api", "provisioning_api", Audience::users, "", write_provisioning_api},
    {"recommendations", "recommendations", Audience::users, blocks::kRecommendations, nullptr},
    {"sharebymail", "files_sharing", Audience::users, "", write_sharing_by_mail},
    {"systemtags", "systemtags", Audience::users, blocks::kSystemtags, nullptr},
    {"theming", "theming", Audience::everybody, "", write_theming},
    {"user_status", "user_status", Audience::users, blocks::kUserStatus, nullptr},
    {"weather_status", "weather_status", Audience::users, blocks::kWeatherStatus, nullptr},
};

// The fixed members of each block, parsed once.
const Array& fixed_members(std::size_t index) {
    static const std::vector<Value> parsed = [] {
        std::vector<Value> values;
        for (const Block& block : kBlocks) {
            std::optional<Value> value = parse_json(block.members.empty() ? "{}" : block.members);
            if (!value || !value->array()) throw std::logic_error("a broken capability block");
            values.push_back(*std::move(value));
        }
        return values;
    }();
    return *parsed[index].array();
}

bool is_visible(const Block& block, const Context& context) {
    if (!context.logged_in && block.audience != Audience::everybody) return false;
    if (block.app == "sharebymail" && !context.is_enabled("files_sharing")) return false;
    return block.app.empty() || context.is_enabled(block.app);
}

void write_version(Writer& out) {
    out.key("version");
    out.begin_map();
    out.member("major", 32);
    out.member("minor", 0);
    out.member("micro", 1);
    out.member("string", "32.0.1");
    out.member("edition", "");
    out.member("extendedSupport", false);
    out.end();
}

// Nextcloud's default level when none is set. The recorded server reported another one; Roster's
// own installations keep reporting that.
std::int64_t usual_log_level(const Settings& settings) {
    constexpr std::int64_t kOfNextcloud = 2, kRecorded = 4;
    return settings.text("roster.attached_to").empty() ? kRecorded : kOfNextcloud;
}

void read_core(Transaction& tx, Context& context) {
    const Settings& settings = *tx.settings;
    context.language = own_preference(tx, "core", "lang");
    context.locale = own_preference(tx, "core", "locale");
    context.timezone =
        own_preference(tx, "core", "timezone", settings.text("default_timezone", context.timezone));
    context.poll_seconds = settings.integer("pollinterval", context.poll_seconds);
    context.webdav_root = settings.text("webdav-root", context.webdav_root);
    context.log_level = settings.integer("loglevel", usual_log_level(settings));
}

}  // namespace

void read_settings(Transaction& tx, CapabilityContext& context) {
    context.theme = find_theme(tx);
    if (!context.logged_in) return;
    read_core(tx, context);
    context.files = find_file_rules(*tx.settings);
    context.sharing = find_sharing_rules(tx);
    context.bulk_upload = tx.settings->boolean("bulkupload.enabled", true);
    context.absence = app_text(tx, "dav", "hide_absence_settings", "no") == "no";
    context.found_by_servers = app_switch(tx, "core", "ocm_discovery_enabled", true);
    context.passwords = find_password_policy(tx);
    context.federated_scope = context.is_enabled("federation");
    context.published_scope = app_switch(tx, "files_sharing", "lookupServerUploadEnabled", false);
}

void write_capabilities(Writer& out, const CapabilityContext& context) {
    std::vector<std::size_t> visible;
    for (std::size_t index = 0; index < std::size(kBlocks); ++index)
        if (is_visible(kBlocks[index], context)) visible.push_back(index);

    out.begin_map();
    write_version(out);
    out.key("capabilities");
    out.begin_map();
    while (!visible.empty()) {
        const std::string_view key = kBlocks[visible.front()].key;
        out.key(key);
        out.begin_map();
        for (const std::size_t index : visible) {
            if (kBlocks[index].key != key) continue;
            for (const auto& [name, value] : fixed_members(index))
                out.member(name, value);
            if (kBlocks[index].write) kBlocks[index].write(out, context);
        }
        out.end();
        std::erase_if(visible, [&](std::size_t index) { return kBlocks[index].key == key; });
    }
    out.end();
    out.end();
}

}  // namespace roster
