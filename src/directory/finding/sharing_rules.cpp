// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/sharing_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/json/json.h"
#include "base/json/writer.h"
#include "directory/config/app_values.h"
#include "directory/rows.h"
#include "storage/rows/group_rows.h"

namespace roster {

namespace {

// Whether the caller is in one of the groups that a value names as a JSON list.
bool is_in_one_of(Transaction& tx, const std::string& json) {
    const std::optional<Value> named = parse_json(json);
    if (!named || !named->array() || named->array()->empty()) return false;
    const std::vector<Gid> gids = storage::gids_of_user(rows_of(tx), tx.actor.uid);
    return std::ranges::any_of(*named->array(), [&gids](const Array::Entry& entry) {
        const std::string* gid = entry.second.text();
        return gid && contains(gids, *gid);
    });
}

ExpiryRule find_expiry(const AppTexts& core, const std::string& kind) {
    ExpiryRule rule{.usual = core.is_yes("shareapi_default_" + kind + "expire_date", "no"),
                    .days = core.integer("shareapi_" + kind + "expire_after_n_days", 7)};
    rule.enforced = rule.usual && core.is_yes("shareapi_enforce_" + kind + "expire_date", "no");
    return rule;
}

ExpiryRule find_link_expiry(const AppTexts& core) {
    ExpiryRule rule = find_expiry(core, "");
    rule.usual = core.is_on("shareapi_default_expire_date");
    rule.enforced = rule.usual && core.is_on("shareapi_enforce_expire_date");
    return rule;
}

void write_switch(Writer& out, std::string_view key, bool on) {
    out.key(key);
    out.begin_map();
    out.member("enabled", on);
    out.end();
}

void write_expiry(Writer& out, std::string_view key, const ExpiryRule& rule) {
    out.key(key);
    out.begin_map();
    out.member("enabled", rule.usual);
    if (rule.usual) {
        out.member("days", rule.days);
        out.member("enforced", rule.enforced);
    }
    out.end();
}

void write_links(Writer& out, const SharingRules& rules) {
    out.key("public");
    out.begin_map();
    out.member("enabled", rules.enabled && rules.links);
    if (rules.enabled && rules.links) {
        out.key("password");
        out.begin_map();
        out.member("enforced", rules.links_need_password);
        out.member("askForOptionalPassword",
                   !rules.links_need_password && rules.links_ask_for_password);
        out.end();
        write_expiry(out, "expire_date", rules.link_expiry);
        out.member("multiple_links", true);
        write_expiry(out, "expire_date_internal", rules.internal_expiry);
        write_expiry(out, "expire_date_remote", rules.remote_expiry);
        out.member("send_mail", rules.links_are_mailed);
        out.member("upload", rules.links_take_uploads);
        out.member("upload_files_drop", rules.links_take_uploads);
        out.member("custom_tokens", rules.links_have_chosen_tokens);
    }
    out.end();
}

void write_users_and_groups(Writer& out, const SharingRules& rules) {
    if (rules.enabled) out.member("resharing", rules.resharing);
    out.key("user");
    out.begin_map();
    out.member("send_mail", false);
    if (rules.enabled) write_switch(out, "expire_date", true);
    out.end();
    if (!rules.enabled) {
        out.member("resharing", false);
        return;
    }
    out.member("group_sharing", rules.groups);
    out.key("group");
    out.begin_map();
    out.member("enabled", rules.groups);
    write_switch(out, "expire_date", true);
    out.end();
    out.member("default_permissions", rules.permissions);
}

}  // namespace

SharingRules find_sharing_rules(Transaction& tx) {
    const AppTexts core(tx, "core"), sharing(tx, "files_sharing"), mail(tx, "sharebymail");
    SharingRules rules;
    rules.enabled = core.is_yes("shareapi_enabled", "yes");
    rules.links = core.is_yes("shareapi_allow_links", "yes") &&
                  !is_in_one_of(tx, core.text("shareapi_allow_links_exclude_groups", ""));
    rules.links_need_password =
        core.is_on("shareapi_enforce_links_password") &&
        !is_in_one_of(tx, core.text("shareapi_enforce_links_password_excluded_groups", ""));
    rules.links_ask_for_password = core.is_on("shareapi_enable_link_password_by_default");
    rules.link_expiry = find_link_expiry(core);
    rules.internal_expiry = find_expiry(core, "internal_");
    rules.remote_expiry = find_expiry(core, "remote_");
    rules.links_are_mailed = core.is_yes("shareapi_allow_public_notification", "no");
    rules.links_take_uploads = core.is_yes("shareapi_allow_public_upload", "yes");
    rules.links_have_chosen_tokens = core.is_on("shareapi_allow_custom_tokens");
    rules.passwords_are_mailed = mail.is_yes("sendpasswordmail", "yes");
    rules.resharing = core.is_yes("shareapi_allow_resharing", "yes");
    rules.groups = core.is_yes("shareapi_allow_group_sharing", "yes");
    rules.permissions = core.integer("shareapi_default_permissions", 31);
    rules.to_other_servers = sharing.is_yes("outgoing_server2server_share_enabled", "yes");
    rules.from_other_servers = sharing.is_yes("incoming_server2server_share_enabled", "yes");
    rules.asks_lookup_server = tx.settings->boolean("gs.enabled", false);
    rules.shows_unique_names = sharing.is_yes("always_show_unique", "yes");
    return rules;
}

void write_sharing(Writer& out, const SharingRules& rules) {
    out.member("api_enabled", rules.enabled);
    write_links(out, rules);
    write_users_and_groups(out, rules);
    out.key("federation");
    out.begin_map();
    out.member("outgoing", rules.to_other_servers);
    out.member("incoming", rules.from_other_servers);
    write_switch(out, "expire_date", true);
    write_switch(out, "expire_date_supported", true);
    out.end();
    out.key("sharee");
    out.begin_map();
    out.member("query_lookup_default", rules.asks_lookup_server);
    out.member("always_show_unique", rules.shows_unique_names);
    out.end();
}

void write_sharing_by_mail(Writer& out, const SharingRules& rules) {
    const auto write_rule = [&out](std::string_view key, bool enforced) {
        out.key(key);
        out.begin_map();
        out.member("enabled", true);
        out.member("enforced", enforced);
        out.end();
    };
    out.key("sharebymail");
    out.begin_map();
    out.member("enabled", rules.links);
    out.member("send_password_by_mail", rules.passwords_are_mailed);
    write_switch(out, "upload_files_drop", true);
    write_rule("password", rules.links_need_password);
    write_rule("expire_date", rules.link_expiry.enforced);
    out.end();
}

}  // namespace roster
