// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/quota.h"
#include "base/text.h"
#include "directory/log_lines.h"
#include "directory/profiles/languages.h"
#include "directory/profiles/profile_rules.h"
#include "directory/users/user_fields.h"

namespace roster {

namespace {

constexpr std::size_t kLongestDisplayName = 64;  // characters
constexpr std::int64_t kFirstDayByLocale = -1, kLastDayOfWeek = 6;
constexpr std::string_view kUnlimited = "none", kDefaultQuota = "default";
constexpr std::string_view kScopeSuffix = "Scope";

// The text to store for a size; "none" for -1 with a unit.
Result<std::string> settle_size(const Rules& rules, const std::string& text) {
    const std::optional<double> bytes = parse_size(text);
    if (!bytes) return refuse(Errc::invalid_argument, "Invalid quota value: %s", "quota", text);
    if (std::isinf(*bytes) && !is_numeric(text))
        return refuse(Errc::invalid_argument, "The quota is more than any number",
                      "quota beyond numbers");
    if (*bytes == -1 && !is_numeric(text)) return std::string(kUnlimited);
    if (rules.max_quota_bytes != -1 && *bytes > rules.max_quota_bytes)
        return refuse(Errc::invalid_argument,
                      "Invalid quota value. %s is exceeding the maximum quota", "quota", text);
    return format_size(*bytes);
}

Result<std::string> settle_quota(const Rules& rules, const std::string& text) {
    std::string quota = text;
    if (quota != kUnlimited && quota != kDefaultQuota) quota = TRY(settle_size(rules, text));
    if (quota == kUnlimited && !rules.allows_unlimited_quota)
        return refuse(Errc::invalid_argument, "Unlimited quota is forbidden on this instance",
                      "quota");
    if (quota == kUnlimited || quota == kDefaultQuota) return quota;
    // Parsed again, because rounding may carry, and negative sizes have no text.
    const std::optional<double> bytes = parse_size(quota);
    if (!bytes)
        return refuse(Errc::invalid_argument, "Failed to set quota to invalid value " + quota,
                      "quota below zero");
    return format_size(*bytes);
}

bool is_about_groups_only(const UserChange& change) {
    return !has_text(change) && !change.password && !change.enabled && change.profile.empty() &&
           !(change.groups.empty() && change.subadmin_of.empty());
}

// Builds a plan field by field. A refusal is noted, and planning goes on with the next field.
class Planner {
  public:
    Planner(const UserState& before, const UserChange& change, const Rules& rules)
        : plan_{.before = before, .after = before}, change_(change), rules_(rules) {}

    Checked<Plan> result() {
        plan_identity();
        check_rights();
        if (!refusals_.empty() && !change_.creates) return Unexpected{std::move(refusals_)};
        plan_password();
        plan_display_name();
        plan_email();
        plan_texts();
        plan_quota();
        plan_manager();
        plan_enabled();
        plan_profile();
        plan_notify_email();
        plan_groups();
        if (!refusals_.empty()) return Unexpected{std::move(refusals_)};
        return std::move(plan_);
    }

  private:
    // Notes a refusal; returns whether there was none.
    template <class T>
    bool accept(const Result<T>& result) {
        if (!result) refusals_.push_back(result.error());
        return result.has_value();
    }
    void refuse_field(Errc code, const char* message, std::string_view field) {
        refusals_.push_back({.code = code, .message = message, .field = std::string(field)});
    }
    bool may_set(std::string_view key) { return accept(check_field(rules_, plan_.before, key)); }
    void note(std::string message) {
        plan_.log.push_back({.level = LogLevel::info,
                             .app = std::string(kAuditApp),
                             .message = std::move(message)});
    }
    const Uid& uid() const { return plan_.before.uid; }

    void plan_identity();
    void check_rights();
    void plan_password();
    void plan_display_name();
    void plan_email();
    void plan_text(std::string_view key, const std::optional<std::string>& text, FieldId id,
                   bool is_valid, const char* message);
    void plan_texts();
    void plan_quota();
    void plan_manager();
    void plan_enabled();
    void plan_property(PropertyId property, const std::string& value);
    void plan_mails();
    void plan_profile();
    void store_profile();
    void plan_notify_email();
    void plan_memberships(const GroupChange& change, std::vector<Gid>& gids, bool subadmin);
    void plan_groups();

    Plan plan_;
    const UserChange& change_;
    const Rules& rules_;
    // The new profile, with the new display name.
    Profile& profile() {
        if (!profile_) profile_ = plan_.after.present_profile();
        return *profile_;
    }

    std::optional<Profile> profile_{};
    bool updates_profile_ = false;
    std::vector<Error> refusals_{};
};

void Planner::plan_identity() {
    const UserState& before = plan_.before;
    if (!change_.creates) {
        if (!before.exists) refuse_field(Errc::user_not_found, "", "userId");
        return;
    }
    accept(check_uid(rules_, uid()));
    if (before.exists) refuse_field(Errc::user_exists, "User already exists", "userid");
    if (before.is_taken)
        refuse_field(Errc::user_exists, "The Login is already being used", "Login");
    plan_.after.exists = true;
    note(fmt::format("User created: \"{}\"", uid()));
}

// Whoever may add a user to a group need not be allowed to edit that user.
void Planner::check_rights() {
    if (change_.creates || !plan_.before.exists) return;
    const bool may = is_about_groups_only(change_) ? !is_beyond_subadmins(rules_, plan_.before)
                                                   : may_edit(rules_, plan_.before);
    if (!may) refusals_.push_back({.code = Errc::forbidden});
}

void Planner::plan_password() {
    if (!change_.password) return;
    const Secret& password = *change_.password;
    if (!change_.creates && !may_set("password")) return;
    if (!accept(check_length(password))) return;
    if (change_.creates && !accept(check_is_given(password))) return;
    if (!accept(check_policy(rules_, password))) return;
    plan_.password = password;
    if (change_.creates) return;
    plan_.ends_sessions = rules_.ends_sessions_at_password_change;
    note(fmt::format("Password of user \"{}\" has been changed", uid()));
}

// A blank name changes nothing.
void Planner::plan_display_name() {
    if (!change_.display_name || !may_set("displayname")) return;
    const std::string name(trim(*change_.display_name));
    UserState& after = plan_.after;
    if (name.empty() || name == "0" || name == after.display_name()) return;
    if (count_characters(name) > kLongestDisplayName)
        return refuse_field(Errc::invalid_argument, "Invalid displayname", "displayname");
    after.stored_name = name;
    // For other users the stored profile keeps the old name, which no reader sees.
    updates_profile_ |= is_self(rules_, plan_.before) || !after.profile.has_row();
}

void Planner::plan_email() {
    if (!change_.email || !may_set("email")) return;
    const std::string email = to_lower(trim(*change_.email));
    if (!email.empty() && !change_.any_email && !is_email_address(email))
        return refuse_field(Errc::invalid_argument, "", "email");
    UserState& after = plan_.after;
    after.set_field(FieldId::email, email.empty() ? std::nullopt : std::optional(email));
    if (after.field(FieldId::notify_email) == email)
        after.set_field(FieldId::notify_email, std::nullopt);
    if (plan_.before.email() == email) return;
    note("Email address changed for user " + uid().text());
    if (profile()[PropertyId::email].value == email) return;
    profile()[PropertyId::email].value = email;
    updates_profile_ = true;
}

void Planner::plan_text(std::string_view key, const std::optional<std::string>& text, FieldId id,
                        bool is_valid, const char* message) {
    if (!text || !may_set(key)) return;
    if (is_valid)
        plan_.after.set_field(id, text);
    else
        refuse_field(Errc::invalid_argument, message, key);
}

void Planner::plan_texts() {
    const auto& [language, locale, timezone] =
        std::tie(change_.language, change_.locale, change_.timezone);
    plan_text("language", language, FieldId::language, is_language(language.value_or("")),
              "Invalid language");
    plan_text("locale", locale, FieldId::locale, locale == "en" || is_locale(locale.value_or("")),
              "Invalid locale");
    plan_text("timezone", timezone, FieldId::timezone, is_timezone(timezone.value_or("")),
              "Invalid timezone");
    const std::optional<std::string>& day = change_.first_day_of_week;
    const std::int64_t number = to_int(day.value_or(""));
    const bool is_day = number >= kFirstDayByLocale && number <= kLastDayOfWeek;
    plan_text("first_day_of_week", day, FieldId::first_day_of_week, is_day,
              "Invalid first day of week");
    if (day && number == kFirstDayByLocale)
        plan_.after.set_field(FieldId::first_day_of_week, std::nullopt);
}

void Planner::plan_quota() {
    if (!change_.quota || !may_set("quota")) return;
    const Result<std::string> quota = settle_quota(rules_, *change_.quota);
    if (accept(quota)) plan_.after.set_field(FieldId::quota, quota.value());
}

void Planner::plan_manager() {
    if (!change_.manager || !may_set("manager")) return;
    Array managers;
    managers.push(*change_.manager);
    const std::string json = to_json(managers);
    if (json.empty()) return refuse_field(Errc::bad_text, "The manager is no UTF-8", "manager");
    plan_.after.set_field(FieldId::manager, json);
}

void Planner::plan_enabled() {
    if (!change_.enabled) return;
    if (is_self(rules_, plan_.before)) return refuse_field(Errc::own_user, "", "userId");
    if (plan_.after.enabled() == *change_.enabled) return;
    plan_.after.set_field(FieldId::enabled, *change_.enabled ? "true" : "false");
    note(fmt::format("User {}: \"{}\"", *change_.enabled ? "enabled" : "disabled", uid()));
}

void Planner::plan_property(PropertyId property, const std::string& value) {
    std::string& present = profile()[property].value;
    // Users who knew the old number do not know the new one.
    if (property == PropertyId::phone && value != present) plan_.after.is_known = false;
    present = value;
    updates_profile_ = true;
}

void Planner::plan_mails() {
    const ProfileChange& wanted = change_.profile;
    for (const std::string& mail : wanted.add_mails)
        if (may_set(kAdditionalMail))
            updates_profile_ |= accept(add_mail(profile(), mail, plan_.after.email()));
    const bool trusted = rules_.actor.admin || is_accessible(rules_, plan_.before);
    for (const ProfileChange::MailChange& mail : wanted.replace_mails) {
        replace_mail(profile(), mail.address, mail.value, trusted);
        updates_profile_ = true;
        if (trim(mail.value).empty() && plan_.after.field(FieldId::notify_email) == mail.address)
            plan_.after.set_field(FieldId::notify_email, std::nullopt);
    }
    for (const ProfileChange::MailChange& mail : wanted.mail_scopes) {
        if (!is_self(rules_, plan_.before))
            refuse_field(Errc::unknown_key, "", "collectionName");
        else
            updates_profile_ |= accept(set_mail_scope(profile(), mail.address, mail.value));
    }
    for (const std::string& address : wanted.confirm_mails) {
        updates_profile_ = true;
        if (!confirm_mail(profile(), address))
            refuse_field(Errc::not_found,
                         "Email was already removed from account and cannot be confirmed anymore.",
                         "key");
    }
}

void Planner::plan_profile() {
    for (const auto& [property, value] : change_.profile.values)
        if (may_set(row_of(property).name)) plan_property(property, value);
    for (const auto& [property, scope] : change_.profile.scopes) {
        if (!may_set(std::string(row_of(property).name) + std::string(kScopeSuffix))) continue;
        const Result<bool> changed = set_scope(profile(), property, scope);
        if (accept(changed)) updates_profile_ |= changed.value();
    }
    plan_mails();
    if (updates_profile_ && !change_.leaves_profile) store_profile();
}

// The whole profile must be valid, whichever part of it changes.
void Planner::store_profile() {
    Profile& profile = this->profile();
    std::vector<Error> faults = find_faults(profile, rules_.profile);
    if (!faults.empty()) {
        std::ranges::move(faults, std::back_inserter(refusals_));
        return;
    }
    UserState& after = plan_.after;
    if (settle_verification(plan_.before.profile.get(), profile))
        plan_.email_checks.push_back(profile[PropertyId::email].value);
    for (Property* mail : mails_to_verify(profile)) {
        plan_.mails_to_verify.push_back(mail->value);
        mail->locally_verified = kVerificationInProgress;
    }
    std::string json = to_account_json(profile);
    if (json.empty()) return;  // A value is not UTF-8, which the profile cannot store.
    after.profile = StoredProfile(std::move(json), profile);
}

void Planner::plan_notify_email() {
    if (!change_.notify_email || !may_set("notify_email")) return;
    const std::string& wanted = *change_.notify_email;
    const std::string address = to_lower(wanted);
    if (wanted.empty())
        plan_.after.set_field(FieldId::notify_email, std::nullopt);
    else if (is_email_address(wanted) && is_verified_mail(profile(), address))
        plan_.after.set_field(FieldId::notify_email, address);
    else
        refuse_field(Errc::invalid_argument, "", "notify_email");
}

void Planner::plan_memberships(const GroupChange& change, std::vector<Gid>& gids, bool subadmin) {
    std::vector<Gid> added = change.add, removed = change.remove;
    if (change.set) {
        for (const Gid& gid : *change.set)
            if (!contains(gids, gid)) added.push_back(gid);
        for (const Gid& gid : gids)
            if (!contains(*change.set, gid)) removed.push_back(gid);
    }
    accept(subadmin ? check_subadmin_groups(rules_, added)
                    : check_groups(rules_, added, change_.creates));
    for (const Gid& gid : added) {
        if (contains(gids, gid)) continue;
        gids.push_back(gid);
        if (!subadmin) note(fmt::format("User \"{}\" added to group \"{}\"", uid(), gid));
    }
    for (const Gid& gid : removed) {
        if (!accept(subadmin ? check_is_managed(rules_, gid, "subadmin")
                             : check_leaves(rules_, plan_.after, gid)))
            continue;
        if (std::erase(gids, gid) > 0 && !subadmin)
            note(fmt::format("User \"{}\" removed from group \"{}\"", uid(), gid));
    }
}

void Planner::plan_groups() {
    if (change_.creates || !change_.groups.empty())
        plan_memberships(change_.groups, plan_.after.gids, false);
    if (!change_.subadmin_of.empty())
        plan_memberships(change_.subadmin_of, plan_.after.subadmin_gids, true);
}

template <class T>
void append(std::vector<T>& list, std::vector<T>&& more) {
    std::ranges::move(more, std::back_inserter(list));
}

}  // namespace

Checked<Plan> plan(const UserState& before, const UserChange& change, const Rules& rules) {
    if (!before.known.cover(parts_for(change, rules.actor)))
        throw std::logic_error("too little of a user was loaded for this change");
    return Planner(before, change, rules).result();
}

Plan then(Plan first, Plan second) {
    first.after = std::move(second.after);
    if (second.password) first.password = std::move(second.password);
    first.ends_sessions |= second.ends_sessions;
    append(first.email_checks, std::move(second.email_checks));
    append(first.mails_to_verify, std::move(second.mails_to_verify));
    append(first.log, std::move(second.log));
    return first;
}

bool is_empty(const Plan& plan) {
    return plan.before == plan.after && !plan.password && plan.email_checks.empty() &&
           plan.mails_to_verify.empty() && plan.log.empty();
}

}  // namespace roster
