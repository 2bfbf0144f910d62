// SPDX-License-Identifier: Apache-2.0
#include "cli/transport/api_calls.h"

#include <fmt/core.h>

#include "base/text.h"

namespace roster::cli {

std::string user_path(const std::string& uid, std::string_view rest) {
    return "/cloud" + own_user_path(uid, rest);
}

std::string own_user_path(const std::string& uid, std::string_view rest) {
    return fmt::format("/users/{}{}", percent_encode(uid), rest);
}

Reply edit_user(const Client& client, const std::string& uid, const char* key,
                const std::string& value) {
    Array change;
    change.set("key", key);
    change.set("value", value);
    return client.ocs("PUT", user_path(uid), std::move(change));
}

std::optional<std::string> find_uid(const Client& client, const std::string& uid) {
    const Reply reply = client.api("GET", own_user_path(uid));
    if (!reply.good()) return std::nullopt;
    return reply.text("uid");
}

std::optional<Reply> find_group(const Client& client, const std::string& gid) {
    Reply reply = client.api("GET", "/groups/" + percent_encode(gid));
    if (!reply.good()) return std::nullopt;
    return reply;
}

bool sends_welcome_mail(const Client& client) {
    Array arguments;
    arguments.set("app", "core");
    arguments.set("key", "newUser.sendEmail");
    const Reply reply = client.api("GET", "/app-values", std::move(arguments));
    return !reply.good() || reply.text("value") == "yes";
}

}  // namespace roster::cli
