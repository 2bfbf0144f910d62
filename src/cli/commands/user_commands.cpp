// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "base/crypto/crypto.h"
#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/passwords.h"
#include "cli/transport/api_calls.h"

namespace roster::cli {

namespace {

constexpr int kUserExists = 102;

// Nobody learns it: it only blocks logins until the user sets another. The last part satisfies any
// password policy.
std::string random_password() {
    constexpr std::size_t kLength = 32;
    return random_text(kLength, kAlphanumeric) + "aZ7!";
}

// By a user with this uid, or with this e-mail address, which works for the login, too.
bool is_taken(const Client& client, const std::string& uid) {
    Array arguments;
    arguments.set("by_email", true);
    return client.api("GET", own_user_path(uid), std::move(arguments)).good();
}

std::string already_exists(const std::string& uid) {
    return fmt::format("The account \"{}\" already exists.", uid);
}

// occ ignores an option with such a value.
bool is_as_good_as_none(std::string_view value) {
    return value.empty() || value == "0";
}

void join_group(const Invocation& invocation, const std::string& uid, const std::string& gid) {
    if (!find_group(invocation.client, gid)) {
        Array group;
        group.set("groupid", gid);
        const Reply created = invocation.client.ocs("POST", "/cloud/groups", std::move(group));
        if (!created.good()) return;
        invocation.say(fmt::format("Created group \"{}\"", gid));
    }
    Array membership;
    membership.set("groupid", gid);
    if (invocation.client.ocs("POST", user_path(uid, "/groups"), std::move(membership)).good())
        invocation.say(fmt::format("Account \"{}\" added to group \"{}\"", uid, gid));
}

Reply send_welcome_mail(const Client& client, const std::string& uid, bool with_link) {
    Array arguments;
    arguments.set("reset_password", with_link);
    return client.api("POST", own_user_path(uid, "/welcome"), std::move(arguments));
}

int set_email(const Invocation& invocation, const std::string& uid, const std::string& email) {
    const Reply reply = edit_user(invocation.client, uid, "email", email);
    if (!reply.good())
        return invocation.fail(fmt::format(
            "The given email address \"{}\" is invalid. Email not set for the user.", email));
    if (!sends_welcome_mail(invocation.client)) return 0;
    const Reply mailed = send_welcome_mail(invocation.client, uid, true);
    invocation.say(mailed.good() ? "Welcome email sent to " + email
                                 : "Unable to send the welcome email to " + email);
    return 0;
}

int switch_user(const Invocation& invocation, const char* action, const char* done) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
    if (!uid) return invocation.fail(kNoUser);
    const Reply reply = invocation.client.ocs("PUT", user_path(*uid, action));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say(done);
    return 0;
}

}  // namespace

int user_add(Invocation& invocation) {
    const std::string uid = invocation.text("uid");
    if (is_taken(invocation.client, uid)) return invocation.fail(already_exists(uid));
    std::string password = random_password();
    if (!invocation.has("generate-password") || invocation.has("password-from-env")) {
        auto given = new_password(
            invocation,
            {.question = "Enter password: ",
             .confirmation = "Confirm password: ",
             .unasked = "Interactive input or --password-from-env or --generate-password is needed "
                        "for setting a password!"});
        if (!given) return invocation.fail(given.error());
        password = *std::move(given);
    }
    Array account;
    account.set("userid", uid);
    account.set("password", password);
    const Reply created = invocation.client.ocs("POST", "/cloud/users", std::move(account));
    if (created.status == kUserExists) return invocation.fail(already_exists(uid));
    if (!created.good()) return invocation.fail(created.message);
    invocation.say(fmt::format("The account \"{}\" was created successfully", uid));

    if (const std::string name = invocation.option("display-name"); !is_as_good_as_none(name)) {
        if (!edit_user(invocation.client, uid, "displayname", name).good())
            return invocation.fail_with_usage("Invalid displayname");
        const Reply user = invocation.client.api("GET", own_user_path(uid));
        invocation.say(fmt::format("Display name set to \"{}\"", user.text("display_name")));
    }
    for (const std::string& gid : invocation.arguments.values("group"))
        join_group(invocation, uid, gid);
    const std::string email = invocation.option("email");
    return is_as_good_as_none(email) ? 0 : set_email(invocation, uid, email);
}

int user_delete(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("uid"));
    if (!uid) return invocation.fail(kNoUser, 0);
    const Reply reply = invocation.client.ocs("DELETE", user_path(*uid));
    if (!reply.good())
        return invocation.fail("The specified user could not be deleted. Please check the logs.");
    invocation.say("The specified user was deleted");
    return 0;
}

int user_enable(Invocation& invocation) {
    return switch_user(invocation, "/enable", "The specified user is enabled");
}

int user_disable(Invocation& invocation) {
    return switch_user(invocation, "/disable", "The specified user is disabled");
}

int user_reset_password(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail(kNoUser);
    const auto password =
        new_password(invocation, {.question = "Enter a new password: ",
                                  .confirmation = "Confirm the new password: ",
                                  .unasked = "Interactive input or --password-from-env is needed "
                                             "for entering a new password!"});
    if (!password) return invocation.fail(password.error());
    const Reply reply = edit_user(invocation.client, *uid, "password", *password);
    if (!reply.good())
        return invocation.fail(reply.message.empty() ? "Error while resetting password!"
                                                     : reply.message);
    invocation.say(fmt::format("Successfully reset password for {}", invocation.text("user")));
    return 0;
}

int user_welcome(Invocation& invocation) {
    const std::optional<std::string> uid = find_uid(invocation.client, invocation.text("user"));
    if (!uid) return invocation.fail(kNoUser);
    const Reply reply =
        send_welcome_mail(invocation.client, *uid, invocation.has("reset-password"));
    if (!reply.good()) return invocation.fail(reply.message);
    const std::string why = reply.text("unsent_because");
    if (why.empty()) return 0;
    return invocation.fail(
        fmt::format("No mail was sent, since no mail server is configured: {}.", why));
}

}  // namespace roster::cli
