// SPDX-License-Identifier: Apache-2.0
#include "cli/lookup.h"

#include "base/text.h"

namespace roster::cli {

std::optional<std::string> find_uid(const Client& client, const std::string& uid) {
    const Reply reply = client.native("GET", "/users/" + percent_encode(uid));
    if (!reply.good()) return std::nullopt;
    return reply.text("uid");
}

std::optional<Reply> find_group(const Client& client, const std::string& gid) {
    Reply reply = client.native("GET", "/groups/" + percent_encode(gid));
    if (!reply.good()) return std::nullopt;
    return reply;
}

bool sends_welcome_mail(const Client& client) {
    Array arguments;
    arguments.set("app", "core");
    arguments.set("key", "newUser.sendEmail");
    const Reply reply = client.native("GET", "/app-values", std::move(arguments));
    return !reply.good() || reply.text("value") == "yes";
}

}  // namespace roster::cli
