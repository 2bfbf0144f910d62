// SPDX-License-Identifier: Apache-2.0
#include "directory/capabilities.h"

#include <optional>
#include <stdexcept>
#include <vector>

#include "base/json.h"
#include "base/value.h"
#include "base/writer.h"
#include "directory/capability_blocks.h"

namespace roster {
namespace {

using Context = CapabilityContext;

constexpr std::string_view kUrlPattern = R"((\s|\n|^)(https?:\/\/)([-A-Z0-9+_.]+(?::[0-9]+)?)"
                                         R"((?:\/[-A-Z0-9+&@#%?=~_|!:,.;()]*)*)(\s|\n|$))";

// Digests of the list of editors that open files in the browser, with and without `text`.
constexpr std::string_view kEditorsWithText = "5b2f367cfe076ab42b79601036409c2e";
constexpr std::string_view kNoEditors = "4ce473bf0dbeb3a09bb0f38e30bc31c4";

void write_text(Writer& out, std::string_view key, std::string_view text) {
    out.key(key);
    out.text(text);
}

void write_core(Writer& out, const Context& context) {
    out.member("pollinterval", 60);
    out.member("webdav-root", "remote.php/webdav");
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

void write_direct_editing(Writer& out, const Context& context) {
    out.key("directEditing");
    out.begin_map();
    write_text(out, "url", context.base_url + "/ocs/v2.php/apps/files/api/v1/directEditing");
    out.member("etag", context.is_enabled("text") ? kEditorsWithText : kNoEditors);
    out.member("supportsFileId", true);
    out.end();
}

void write_app_api(Writer& out, const Context& context) {
    if (context.logged_in) out.member("loglevel", context.proxy_log_level);
    out.member("version", "32.0.0");
}

void write_ocm(Writer& out, const Context& context) {
    out.member("enabled", true);
    out.member("apiVersion", "1.0-proposal1");
    out.member("version", "1.1.0");
    write_text(out, "endPoint", context.base_url + "/ocm");
    out.member("publicKey", nullptr);
    out.key("resourceTypes");
    out.begin_list();
    out.begin_map();
    out.member("name", "file");
    out.key("shareTypes");
    out.begin_list();
    out.text("user");
    out.text("group");
    out.end();
    out.key("protocols");
    out.begin_map();
    out.member("webdav", "/public.php/webdav/");
    out.end();
    out.end();
    out.end();
    out.key("capabilities");
    out.begin_list();
    for (const std::string_view what : {"/invite-accepted", "/notifications", "/shares"})
        out.text(what);
    out.end();
}

void write_password_policy(Writer& out, const Context& context) {
    const std::string api = context.base_url + "/ocs/v2.php/apps/password_policy/api/v1/";
    out.member("minLength", context.minimum_password_length);
    out.member("enforceNonCommonPassword", context.enforce_non_common_password);
    out.member("enforceNumericCharacters", context.enforce_numeric_characters);
    out.member("enforceSpecialCharacters", context.enforce_special_characters);
    out.member("enforceUpperLowerCase", context.enforce_upper_and_lower_case);
    out.key("api");
    out.begin_map();
    write_text(out, "generate", api + "generate");
    write_text(out, "validate", api + "validate");
    out.end();
}

void write_provisioning_api(Writer& out, const Context& context) {
    out.member("version", "1.22.0");
    out.member("AccountPropertyScopesVersion", 2);
    out.member("AccountPropertyScopesFederatedEnabled", context.federated_scope);
    out.member("AccountPropertyScopesPublishedEnabled", context.published_scope);
}

void write_theming(Writer& out, const Context& context) {
    const std::string logo =
        context.base_url + "/core/img/logo/logo.svg?v=" + context.theming_version;
    write_text(out, "name", context.name);
    out.member("productName", "Nextcloud");
    write_text(out, "url", context.url);
    write_text(out, "slogan", context.slogan);
    out.member("color", "#00679e");
    out.member("color-text", "#ffffff");
    out.member("color-element", "#00679e");
    out.member("color-element-bright", "#00679e");
    out.member("color-element-dark", "#00679e");
    write_text(out, "logo", logo);
    write_text(out, "background",
               context.base_url + "/apps/theming/img/background/jo-myoung-hee-fluid.webp");
    out.member("background-text", "#ffffff");
    out.member("background-plain", false);
    out.member("background-default", true);
    write_text(out, "logoheader", logo);
    write_text(out, "favicon", logo);
}

enum class Audience { users, everybody };

// What one app adds: the members of the map `key`, fixed ones as JSON and then computed ones.
// Several apps may add to one map; it stands where the first of them does.
struct Block {
    std::string_view app;  // "" is always there
    std::string_view key;
    Audience audience;
    std::string_view members;
    void (*write)(Writer&, const Context&);
};

namespace blocks = capability_blocks;

constexpr Block kBlocks[] = {
    {"", "core", Audience::users, "", write_core},
    {"", "bruteforce", Audience::everybody, "", write_bruteforce},
    {"files", "files", Audience::users, blocks::kFiles, write_direct_editing},
    {"activity", "activity", Audience::users, blocks::kActivity, nullptr},
    {"app_api", "app_api", Audience::everybody, "", write_app_api},
    {"circles", "circles", Audience::users, blocks::kCircles, nullptr},
    {"cloud_federation_api", "ocm", Audience::users, "", write_ocm},
    {"comments", "files", Audience::users, blocks::kComments, nullptr},
    {"dav", "dav", Audience::users, blocks::kDav, nullptr},
    {"files_downloadlimit", "downloadlimit", Audience::users, blocks::kFilesDownloadlimit, nullptr},
    {"files_sharing", "files_sharing", Audience::users, blocks::kFilesSharing, nullptr},
    {"files_trashbin", "files", Audience::users, blocks::kFilesTrashbin, nullptr},
    {"files_versions", "files", Audience::users, blocks::kFilesVersions, nullptr},
    {"notifications", "notifications", Audience::users, blocks::kNotifications, nullptr},
    {"password_policy", "password_policy", Audience::users, "", write_password_policy},
    {"provisioning_api", "provisioning_api", Audience::users, "", write_provisioning_api},
    {"recommendations", "recommendations", Audience::users, blocks::kRecommendations, nullptr},
    {"sharebymail", "files_sharing", Audience::users, blocks::kSharebymail, nullptr},
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

}  // namespace

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
