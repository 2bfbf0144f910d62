// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

// Where occ reports an invalid property.
constexpr std::string_view kPropertyPlace = "In AccountManager.php line 690:";
constexpr const char* kMailList = "additional_mail";
// The properties in the order of the stored JSON.
constexpr const char* kProperties[] = {"displayname",     "address",  "website",  "email",
                                       "phone",           "twitter",  "bluesky",  "fediverse",
                                       "organisation",    "role",     "headline", "biography",
                                       "profile_enabled", "pronouns", kMailList};
// This property can be set, but the API does not show it.
constexpr std::string_view kBirthdate = "birthdate";

bool is_settable(std::string_view key) {
    return key == kBirthdate || (key != kMailList && std::ranges::count(kProperties, key) > 0);
}

std::string no_user(const std::string& uid) {
    return fmt::format("The user \"{}\" does not exist.", uid);
}

// What is wrong with the options of a command that shows, sets or deletes one value, or "".
std::string contradiction(const Invocation& invocation) {
    const bool has_key = !invocation.text("key").empty();
    const bool has_value = invocation.arguments.words.contains("value");
    const bool deletes = invocation.has("delete");
    const bool has_default = invocation.has("default-value");
    if (!has_key && has_default)
        return "The \"default-value\" option can only be used when specifying a key.";
    if (!has_key && has_value) return "The value argument can only be used when specifying a key.";
    if (has_value && has_default)
        return "The value argument can not be used together with \"default-value\".";
    if (invocation.has("update-only") && !has_value)
        return "The \"update-only\" option can only be used together with \"value\".";
    if (!has_key && deletes) return "The \"delete\" option can only be used when specifying a key.";
    if (deletes && has_default)
        return "The \"delete\" option can not be used together with \"default-value\".";
    if (deletes && has_value)
        return "The \"delete\" option can not be used together with \"value\".";
    if (invocation.has("error-if-not-exists") && !deletes)
        return "The \"error-if-not-exists\" option can only be used together with \"delete\".";
    return "";
}

// Prints the stored value, otherwise the default, otherwise that there is none.
int show_one(const Invocation& invocation, const std::optional<std::string>& stored,
             const std::string& what, const std::string& uid) {
    const std::optional<std::string> shown =
        stored ? stored : invocation.arguments.value("default-value");
    if (!shown)
        return invocation.fail(fmt::format("The {} does not exist for user \"{}\".", what, uid));
    invocation.say(*shown);
    return 0;
}

// One setting of one user.
class Setting {
  public:
    Setting(const Invocation& invocation, const std::string& uid)
        : invocation_(invocation), uid_(uid) {
        key_.set("app", invocation.text("app"));
        key_.set("key", invocation.text("key"));
    }
    std::optional<std::string> stored() const {
        const Reply reply = invocation_.client.api("GET", path(), key_);
        if (!reply.good()) return std::nullopt;
        return reply.text("value");
    }
    Reply set(const std::string& value) const {
        Array change = key_;
        change.set("value", value);
        return invocation_.client.api("PUT", path(), std::move(change));
    }
    Reply remove() const { return invocation_.client.api("DELETE", path(), key_); }

  private:
    std::string path() const { return own_user_path(uid_, "/setting"); }

    const Invocation& invocation_;
    std::string uid_;
    Array key_;
};

// By app; if the command names an app, only that app and the display name.
int show_settings(const Invocation& invocation, const std::string& uid) {
    const Reply reply = invocation.client.api("GET", own_user_path(uid, "/settings"));
    const std::string only = invocation.text("app");
    Array shown;
    if (const Array* rows = reply.data.array())
        for (const auto& [index, row] : *rows) {
            const Reply setting{.status = reply.status, .data = row, .message = {}};
            const std::string app = setting.text("app");
            const bool is_name = app == "settings" && setting.text("key") == "display_name";
            if (!only.empty() && app != only && !is_name) continue;
            Value* of_app = shown.find(app);
            if (!of_app) of_app = &shown.set(app, Array{});
            of_app->array()->set(setting.text("key"), setting["value"]);
        }
    invocation.show(shown);
    return 0;
}

// Properties that are not empty; of several additional addresses occ shows the last.
Array profile_of(const Reply& user) {
    Array profile;
    for (const char* name : kProperties) {
        if (name != std::string_view(kMailList)) {
            const std::string value = user.text(name);
            if (!value.empty()) profile.set(name, value);
            continue;
        }
        const std::vector<std::string> addresses = user.texts(name);
        if (!addresses.empty()) profile.set(name, addresses.back());
    }
    return profile;
}

int set_property(const Invocation& invocation, const std::string& uid, const std::string& key,
                 const std::string& value) {
    if (!is_settable(key)) return invocation.fail(fmt::format("Property {} does not exist.", key));
    const Reply reply = edit_user(invocation.client, uid, key.c_str(), value);
    return reply.good() ? 0 : invocation.fail_with_usage(key, kPropertyPlace);
}

}  // namespace

int user_setting(Invocation& invocation) {
    const std::optional<std::string> found = find_uid(invocation.client, invocation.text("uid"));
    if (!found && !invocation.has("ignore-missing-user"))
        return invocation.fail(no_user(invocation.text("uid")));
    if (const std::string wrong = contradiction(invocation); !wrong.empty())
        return invocation.fail(wrong);
    const std::string uid = found.value_or(invocation.text("uid"));
    if (invocation.text("key").empty()) return show_settings(invocation, uid);

    const Setting setting(invocation, uid);
    const std::optional<std::string> stored = setting.stored();
    const bool deletes = invocation.has("delete");
    if (!deletes && !invocation.arguments.words.contains("value"))
        return show_one(invocation, stored, "setting", uid);
    if (!stored && (invocation.has("error-if-not-exists") || invocation.has("update-only")))
        return show_one(invocation, stored, "setting", uid);
    if (deletes && !stored) return 0;
    const Reply reply = deletes ? setting.remove() : setting.set(invocation.text("value"));
    return reply.good() ? 0 : invocation.fail(reply.message);
}

int user_profile(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
    if (!uid) return invocation.fail(no_user(invocation.text("uid")));
    if (const std::string wrong = contradiction(invocation); !wrong.empty())
        return invocation.fail(wrong);
    const Reply user = invocation.client.ocs("GET", user_path(*uid));
    const Array profile = profile_of(user);
    if (invocation.text("key").empty()) {
        invocation.show(profile);
        return 0;
    }
    const std::string key = invocation.text("key");
    const Value* value = profile.find(key);
    const std::optional<std::string> stored = value ? std::optional(to_line(*value)) : std::nullopt;
    const bool deletes = invocation.has("delete");
    if (!deletes && !invocation.arguments.words.contains("value"))
        return show_one(invocation, stored, "property", *uid);
    if (!stored && (invocation.has("error-if-not-exists") || invocation.has("update-only")))
        return show_one(invocation, stored, "property", *uid);
    return set_property(invocation, *uid, key, deletes ? "" : invocation.text("value"));
}

}  // namespace roster::cli
