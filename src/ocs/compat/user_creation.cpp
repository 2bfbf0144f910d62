// SPDX-License-Identifier: Apache-2.0
#include "directory/user_creation.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "base/crypto.h"
#include "base/php.h"
#include "base/quota.h"
#include "base/text.h"
#include "directory/access.h"
#include "directory/apps.h"
#include "directory/audit.h"
#include "directory/authenticate.h"
#include "directory/groups.h"
#include "directory/password_policy.h"
#include "directory/profiles.h"
#include "directory/user_fields.h"
#include "directory/users.h"
#include "directory/welcome_mail.h"
#include "storage/claim_rows.h"
#include "storage/config_rows.h"
#include "storage/group_rows.h"
#include "storage/user_rows.h"

namespace roster {

namespace {

constexpr const char* kLogApp = "ocs_api";
constexpr std::size_t kLongestUid = 64, kLongestPassword = 469, kDrawnUidLength = 10;
constexpr int kDraws = 10;

constexpr std::string_view kUidCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.@-'";
constexpr std::string_view kReservedUids[] = {
    ".htaccess",    "files_external", "__groupfolders", ".ncdata",
    "owncloud.log", "nextcloud.log",  "updater.log",    "audit.log",
    "roster.db",    "config.json",  // not there yet where the first administrator is checked
};

bool has_foreign_character(const Transaction&, std::string_view uid) {
    return uid.find_first_not_of(kUidCharacters) != std::string_view::npos;
}

bool is_blank(const Transaction&, std::string_view uid) {
    return trim(uid).empty();
}

bool has_blank_at_an_end(const Transaction&, std::string_view uid) {
    return trim(uid) != uid;
}

bool is_dots(const Transaction&, std::string_view uid) {
    return uid == "." || uid == "..";
}

bool is_too_long(const Transaction&, std::string_view uid) {
    return uid.size() > kLongestUid;
}

bool has_files(const Transaction& tx, std::string_view uid) {
    if (std::find(std::begin(kReservedUids), std::end(kReservedUids), uid) !=
        std::end(kReservedUids))
        return true;
    if (uid == "appdata_" + tx.settings->text("instanceid")) return true;
    const std::string home = home_of(tx, uid);
    std::error_code ignored;
    return !home.empty() && std::filesystem::exists(home, ignored);
}

// In the order in which they are looked at.
struct UidRule {
    bool (*is_broken_by)(const Transaction& tx, std::string_view uid);
    const char* text;
};
constexpr UidRule kUidRules[] = {
    {has_foreign_character,
     "Only the following characters are allowed in an Login: \"a-z\", \"A-Z\", \"0-9\", spaces "
     "and \"_.@-'\""},
    {is_blank, "A valid Login must be provided"},
    {has_blank_at_an_end, "Login contains whitespace at the beginning or at the end"},
    {is_dots, "Login must not consist of dots only"},
    {is_too_long, "Username is too long"},
    {has_files, "Login is invalid because files already exist for this user"},
};

// These lines tell about the call of the API, which the command line does not make.
void log_call(Transaction& tx, LogEntry entry) {
    if (!tx.actor.on_command_line()) tx.log(std::move(entry));
}

bool is_switched(Transaction& tx, const char* key, const char* otherwise) {
    return storage::app_value(tx.db, "core", key).value_or(otherwise) == "yes";
}

// The uid as given, or drawn where the caller leaves that to the server.
Result<std::string> settle_uid(Transaction& tx, const std::string& wanted) {
    if ((!wanted.empty() && wanted != "0") || tx.actor.on_command_line()) return wanted;
    if (!is_switched(tx, "newUser.generateUserID", "no")) return wanted;
    std::string& drawn = tx.work.drawn["uid"];
    for (int i = 0; i < kDraws; ++i) {
        if (drawn.empty()) drawn = random_text(kDrawnUidLength, kReadable);
        if (!look_up_user(tx, drawn)) return drawn;
        drawn.clear();
    }
    return refuse(Errc::not_supported, "Could not create non-existing user ID", "generated id");
}

Result<Done> check_is_new(Transaction& tx, const std::string& uid) {
    if (!named_user(tx, uid)) return Done{};
    log_call(tx, {.level = LogLevel::error,
                  .app = kLogApp,
                  .message = "Failed addUser attempt: User already exists."});
    return refuse(Errc::user_exists, "User already exists", "userid");
}

Result<Done> check_groups(Transaction& tx, const std::vector<std::string>& gids) {
    if (gids.empty() && !tx.actor.sees_everybody())
        return refuse(Errc::invalid_argument, "No group specified (required for sub-admins)",
                      "groups");
    for (const std::string& gid : gids) {
        if (!storage::find_group(tx.db, gid))
            return refuse(Errc::group_not_found, "Group %s does not exist", "groups", gid);
        if (!may_manage_members(tx, gid))
            return refuse(Errc::forbidden, "Insufficient privileges for group %s", "groups", gid);
    }
    return Done{};
}

Result<Done> check_subadmin_groups(Transaction& tx, const std::vector<std::string>& gids) {
    for (const std::string& gid : gids) {
        if (!storage::find_group(tx.db, gid))
            return refuse(Errc::group_not_found, "Sub-admin group does not exist", "subadmin", gid);
        if (gid == kAdminGroup)
            return refuse(Errc::admin_group, "Cannot create sub-admins for admin group",
                          "subadmin");
        if (!may_manage_members(tx, gid))
            return refuse(Errc::forbidden, "No permissions to promote sub-admins", "subadmin");
    }
    return Done{};
}

// The password as given, or drawn for an account that is to set one by mail.
Result<std::string> settle_password(Transaction& tx, const NewUser& wanted) {
    if (wanted.password.size() > kLongestPassword)
        return refuse(Errc::invalid_argument, "Invalid password value", "password");
    if (!wanted.password.empty()) return wanted.password;
    if (wanted.email.empty())
        return refuse(Errc::invalid_argument,
                      "An email address is required, to send a password link to the user.",
                      "no email");
    return generate_fitting_password(tx);
}

Result<std::string> settle_email(Transaction& tx, const std::string& wanted) {
    std::string email = to_lower(trim(wanted));
    if (email.empty() && !tx.actor.on_command_line() &&
        is_switched(tx, "newUser.requireEmail", "no"))
        return refuse(Errc::invalid_argument, "Required email address was not provided",
                      "required email");
    return email;
}

// The row of the account, once uid and password pass their rules.
Result<User> insert_account(Transaction& tx, const std::string& uid, const std::string& password) {
    TRY(check_uid(tx, uid));
    TRY(check_is_given(password));
    TRY(check_password(tx, password));
    const std::string hash = hash_password(tx, password);
    storage::claim_user(tx.db, to_lower(uid));
    if (!storage::insert_user(tx.db, uid, to_lower(uid), hash))
        return refuse(Errc::user_exists, "The Login is already being used", "Login");
    record_event(tx, {.kind = EventKind::user_create, .subject = uid});
    note_event(tx, fmt::format("User created: \"{}\"", uid));
    return User{.uid = uid, .password_hash = hash};
}

void log_failure(Transaction& tx, LogLevel level, const char* what, const char* exception,
                 const Error& error, std::int64_t code = 0) {
    std::string text = error.message;
    const std::size_t place = text.find("%s");
    if (place != std::string::npos) text.replace(place, 2, error.argument);
    log_call(tx, {.level = level,
                  .app = kLogApp,
                  .message = fmt::format("Failed addUser attempt with {} exception.", what),
                  .exception = exception,
                  .exception_message = text,
                  .exception_code = code});
}

void log_refused_account(Transaction& tx, const Error& error) {
    if (error.code == Errc::password_policy)
        log_failure(tx, LogLevel::warning, "hint", "OCP\\HintException", error);
    else
        log_failure(tx, LogLevel::error, "invalid argument", "InvalidArgumentException", error);
}

void log_refused_field(Transaction& tx, const Error& error) {
    constexpr std::int64_t kInvalidValue = 101, kUnknownKey = 113;
    log_failure(tx, LogLevel::warning, "ocs", "OCP\\AppFramework\\OCS\\OCSException", error,
                error.code == Errc::unknown_key ? kUnknownKey : kInvalidValue);
}

void join_groups(Transaction& tx, const std::string& uid, const NewUser& wanted) {
    for (const std::string& gid : wanted.gids) {
        join_group(tx, uid, gid);
        log_call(tx, {.level = LogLevel::info,
                      .app = kLogApp,
                      .message = fmt::format("Added userid {} to group {}", uid, gid)});
    }
    for (const std::string& gid : wanted.subadmin_gids)
        make_subadmin(tx, uid, gid);
}

// A size below zero, which Nextcloud turns into a text that it cannot read again; only a whole
// -1 with a unit stands for unlimited.
bool is_unreadable_quota(std::string_view text) {
    const std::optional<double> bytes = parse_size(text);
    return bytes && *bytes < 0 && (is_numeric(text) || *bytes != -1);
}

Result<Done> set_other_fields(Transaction& tx, const User& user, const NewUser& wanted) {
    if (is_unreadable_quota(wanted.quota))
        return refuse(Errc::invalid_argument, "Failed to set quota to invalid value ?", "quota");
    if (!wanted.quota.empty()) TRY(edit_field(tx, user, "quota", wanted.quota));
    if (!wanted.language.empty()) TRY(edit_field(tx, user, "language", wanted.language));
    if (wanted.manager) TRY(edit_field(tx, user, "manager", *wanted.manager));
    return Done{};
}

// What the account has beyond its row. Refused for its display name nothing of it stays.
Result<Done> fill_account(Transaction& tx, User& user, const NewUser& wanted) {
    if (!wanted.display_name.empty()) {
        const Result<Done> named = edit_field(tx, user, "display", wanted.display_name);
        if (!named) {
            note_event(tx, fmt::format("User deleted: \"{}\"", user.uid));
            log_refused_field(tx, named.error());
            return named;
        }
        user = storage::find_user(tx.db, to_lower(user.uid)).value_or(user);
    }
    const Result<Done> set = set_other_fields(tx, user, wanted);
    if (set) return set;
    if (is_unreadable_quota(wanted.quota))
        log_refused_account(tx, set.error());
    else
        log_refused_field(tx, set.error());
    tx.keep();
    return set;
}

Result<Done> set_new_email(Transaction& tx, const User& user, const std::string& email) {
    const Result<Done> stored = store_email(tx, user, email);
    if (!stored) log_refused_account(tx, stored.error());
    return stored;
}

}  // namespace

Result<Done> check_uid(const Transaction& tx, std::string_view uid) {
    for (const UidRule& rule : kUidRules)
        if (rule.is_broken_by(tx, uid)) return refuse(Errc::invalid_argument, rule.text, "userid");
    return Done{};
}

Result<Done> check_is_given(std::string_view password) {
    if (!trim(password).empty()) return Done{};
    return refuse(Errc::invalid_argument, "A valid password must be provided", "password");
}

Result<std::string> create_user(Transaction& tx, const NewUser& wanted) {
    const std::string uid = TRY(settle_uid(tx, wanted.uid));
    TRY(check_is_new(tx, uid));
    TRY(check_groups(tx, wanted.gids));
    TRY(check_subadmin_groups(tx, wanted.subadmin_gids));
    const std::string password = TRY(settle_password(tx, wanted));
    const std::string email = TRY(settle_email(tx, wanted.email));

    const Result<User> inserted = insert_account(tx, uid, password);
    if (!inserted) {
        log_refused_account(tx, inserted.error());
        return Unexpected{inserted.error()};
    }
    User user = inserted.value();
    log_call(tx, {.level = LogLevel::info,
                  .app = kLogApp,
                  .message = "Successful addUser call with userid: " + uid});
    join_groups(tx, uid, wanted);
    // The settings of today say which scopes the profile begins with; an edit writes it by itself.
    if (wanted.display_name.empty()) load_profile(tx, user);
    TRY(fill_account(tx, user, wanted));
    if (email.empty()) return uid;
    TRY(set_new_email(tx, user, email));
    if (is_switched(tx, "newUser.sendEmail", "yes"))
        send_welcome_mail(tx, user,
                          wanted.password.empty() ? PasswordLink::always : PasswordLink::if_open);
    return uid;
}

}  // namespace roster
