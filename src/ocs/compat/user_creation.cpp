// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_creation.h"

#include <fmt/core.h>

#include <set>

#include "base/crypto/crypto.h"
#include "base/text.h"
#include "directory/audit.h"
#include "directory/mail/welcome_mail.h"
#include "directory/users/user_change.h"
#include "directory/users/users.h"
#include "ocs/compat/partial_plan.h"

namespace roster::ocs::compat {

namespace {

constexpr const char* kLogApp = "ocs_api";
constexpr std::size_t kDrawnUidLength = 10;
constexpr int kDraws = 10;

// These lines describe the API call; the command line makes none.
void log_call(Transaction& tx, LogEntry entry) {
    if (!tx.actor.on_command_line()) tx.log(std::move(entry));
}

// The requested uid, or a generated one where the client leaves it to the server.
Result<Uid> settle_uid(Transaction& tx, const Rules& rules, const std::string& wanted) {
    if ((!wanted.empty() && wanted != "0") || tx.actor.on_command_line()) return Uid(wanted);
    if (!rules.generates_uids) return Uid(wanted);
    Uid& drawn = tx.work.drawn_uid;
    for (int i = 0; i < kDraws; ++i) {
        if (drawn.empty()) drawn = Uid(random_text(kDrawnUidLength, kReadable));
        if (!look_up_user(tx, drawn)) return drawn;
        drawn = Uid();
    }
    return refuse(Errc::not_supported, "Could not create non-existing user ID", "generated id");
}

// An e-mail address of another user also takes the uid.
Result<Done> check_is_new(Transaction& tx, const UserState& user) {
    if (!user.exists && !user.has_namesake && !user_named_by_email(tx, user.uid)) return Done{};
    log_call(tx, {.level = LogLevel::error,
                  .app = kLogApp,
                  .message = "Failed addUser attempt: User already exists."});
    return refuse(Errc::user_exists, "User already exists", "userid");
}

// The requested password, or a generated one for a user who will set one by mail.
Result<Secret> settle_password(Transaction& tx, const Rules& rules, const NewUser& wanted) {
    TRY(check_length(wanted.password));
    if (!wanted.password.empty()) return wanted.password;
    if (wanted.email.empty())
        return refuse(Errc::invalid_argument,
                      "An email address is required, to send a password link to the user.",
                      "no email");
    return generate_fitting_password(tx, rules.password_policy);
}

Result<std::string> settle_email(Transaction& tx, const Rules& rules, const std::string& wanted) {
    std::string email = to_lower(trim(wanted));
    if (email.empty() && !tx.actor.on_command_line() && rules.requires_email)
        return refuse(Errc::invalid_argument, "Required email address was not provided",
                      "required email");
    return email;
}

void log_failure(Transaction& tx, LogLevel level, const char* what, const char* exception,
                 const Error& error, std::int64_t code = 0) {
    log_call(tx, {.level = level,
                  .app = kLogApp,
                  .message = fmt::format("Failed addUser attempt with {} exception.", what),
                  .exception = exception,
                  .exception_message = message_of(error),
                  .exception_code = code});
}

void log_refused_user(Transaction& tx, const Error& error) {
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

// A user being created: each step is planned on the result of the steps before.
class Creation {
  public:
    Creation(Transaction& tx, const Rules& rules, UserState user)
        : tx_(tx), rules_(rules), plan_{.before = user, .after = std::move(user)} {}

    const UserState& user() const { return plan_.after; }
    void apply() { roster::apply(tx_, plan_); }
    // What was planned stays, although the call is refused.
    void apply_and_keep() {
        apply();
        tx_.keep();
    }

    // Creates the user and its memberships, with Nextcloud's log lines between them.
    Result<Done> begin(const Secret& password, const NewUser& wanted);
    Result<Done> set_display_name(const std::string& name);
    Result<Done> set_other_fields(const NewUser& wanted);
    Result<Done> set_email(const std::string& email);

  private:
    Result<Done> set_field(const UserChange& change);
    void add_line(std::string message) {
        if (tx_.actor.on_command_line()) return;
        plan_.log.push_back(
            {.level = LogLevel::info, .app = kLogApp, .message = std::move(message)});
    }

    Transaction& tx_;
    const Rules& rules_;
    Plan plan_;
};

Result<Done> Creation::begin(const Secret& password, const NewUser& wanted) {
    const std::string uid = user().uid.text();
    Checked<Plan> planned = plan(user(),
                                 {.creates = true,
                                  .password = password,
                                  .groups = {.add = wanted.gids},
                                  .subadmin_of = {.add = wanted.subadmin_gids}},
                                 rules_);
    if (!planned) {
        log_refused_user(tx_, planned.error().front());
        return Unexpected{planned.error().front()};
    }
    std::vector<LogEntry> lines = std::exchange(planned.value().log, {});
    plan_ = then(std::move(plan_), std::move(planned).value());
    auto line = lines.begin();
    plan_.log.push_back(std::move(*line++));
    add_line("Successful addUser call with userid: " + uid);
    std::set<Gid> joined;
    for (const Gid& gid : wanted.gids) {
        if (joined.insert(gid).second && line != lines.end())
            plan_.log.push_back(std::move(*line++));
        add_line(fmt::format("Added userid {} to group {}", uid, gid));
    }
    return Done{};
}

// After a refused display name only the log lines stay.
Result<Done> Creation::set_display_name(const std::string& name) {
    if (name.empty()) {
        // The current settings decide the initial scopes of the profile; an edit writes the profile
        // itself.
        begin_profile(plan_.after);
        return Done{};
    }
    const Result<Done> named = set_field({.display_name = name});
    if (named) return named;
    write_log(tx_, plan_);
    note_event(tx_, fmt::format("User deleted: \"{}\"", user().uid));
    log_refused_field(tx_, named.error());
    return named;
}

Result<Done> Creation::set_field(const UserChange& change) {
    PartialPlan planned = plan_partly(user(), change, rules_);
    if (planned.refusal) {
        const bool fails = planned.profile_refused || planned.refusal->field == "manager" ||
                           planned.refusal->field == "quota beyond numbers";
        if (planned.profile_refused) planned.refusal->message = planned.refusal->field;
        return Unexpected{fails ? as_failure(*planned.refusal) : *planned.refusal};
    }
    plan_ = then(std::move(plan_), std::move(planned.plan));
    return Done{};
}

Result<Done> Creation::set_other_fields(const NewUser& wanted) {
    const auto set = [&]() -> Result<Done> {
        if (!wanted.quota.empty()) TRY(set_field({.quota = wanted.quota}));
        if (!wanted.language.empty()) TRY(set_field({.language = wanted.language}));
        if (wanted.manager) TRY(set_field({.manager = wanted.manager}));
        return Done{};
    };
    const Result<Done> result = set();
    if (result) return result;
    apply_and_keep();
    // A size below zero becomes a text that Nextcloud cannot parse.
    if (result.error().field == "quota below zero") {
        Error error = result.error();
        error.field = "quota";
        log_refused_user(tx_, error);
        return Unexpected{std::move(error)};
    }
    log_refused_field(tx_, result.error());
    return result;
}

Result<Done> Creation::set_email(const std::string& email) {
    PartialPlan planned = plan_partly(user(), {.email = email, .any_email = true}, rules_);
    plan_ = then(std::move(plan_), std::move(planned.plan));
    if (!planned.refusal) return Done{};
    apply_and_keep();
    const Unexpected<Error> refused = refuse(Errc::invalid_argument, "email", "length of email");
    log_refused_user(tx_, refused.error);
    return refused;
}

}  // namespace

Result<Uid> create_user(Transaction& tx, const NewUser& wanted) {
    const Rules rules = load_rules(tx, {.creates = true,
                                        .groups = {.add = wanted.gids},
                                        .subadmin_of = {.add = wanted.subadmin_gids}});
    const Uid uid = TRY(settle_uid(tx, rules, wanted.uid));
    UserState user = load_user_states(tx, {&uid, 1}, rules.profile_defaults).front();
    TRY(check_is_new(tx, user));
    TRY(check_groups(rules, wanted.gids, true));
    TRY(check_subadmin_groups(rules, wanted.subadmin_gids));
    const Secret password = TRY(settle_password(tx, rules, wanted));
    const std::string email = TRY(settle_email(tx, rules, wanted.email));

    Creation creation(tx, rules, std::move(user));
    TRY(creation.begin(password, wanted));
    TRY(creation.set_display_name(wanted.display_name));
    TRY(creation.set_other_fields(wanted));
    if (!email.empty()) TRY(creation.set_email(email));
    creation.apply();
    if (!email.empty() && rules.sends_welcome_mail)
        send_welcome_mail(
            tx, creation.user(), rules.instance_name,
            wanted.password.reveal().empty() ? PasswordLink::always : PasswordLink::if_open);
    return uid;
}

}  // namespace roster::ocs::compat
