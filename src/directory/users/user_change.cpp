// SPDX-License-Identifier: Apache-2.0
#include "directory/users/user_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "base/text.h"
#include "directory/audit.h"
#include "directory/log_lines.h"
#include "directory/login/tokens.h"
#include "directory/mail/mail_verification.h"
#include "directory/passwords/password_hashes.h"
#include "directory/rows.h"
#include "storage/records/job_rows.h"
#include "storage/records/user_locks.h"
#include "storage/rows/config_rows.h"
#include "storage/rows/group_rows.h"
#include "storage/rows/profile_rows.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

using storage::Membership;
using storage::PreferenceRow;

// Two plans for one user start from the same state, so one would undo the other.
void require_different_users(std::span<const Plan> plans) {
    if (plans.size() < 2) return;
    std::set<std::string> uids;
    for (const Plan& plan : plans)
        if (!uids.insert(to_lower(plan.after.uid)).second)
            throw std::logic_error("two plans for one user");
}

// The rows to write, by table.
struct Writes {
    std::vector<storage::NewUserRow> users{};
    std::vector<storage::UserText> names{}, hashes{};
    std::vector<PreferenceRow> new_preferences{}, preferences{}, old_preferences{};
    std::vector<storage::ProfileReplacement> profiles{};
    std::vector<Membership> joined{}, left{}, appointed{}, dismissed{};
    std::vector<Uid> forgotten{};
    std::vector<storage::Job> jobs{};
    // For rows that may have to replace others: written one by one.
    std::vector<PreferenceRow> odd_preferences{};
    std::vector<Membership> odd_joined{}, odd_appointed{};
};

void add_preferences(const Plan& plan, Writes& writes) {
    for (const FieldPlace& place : kFieldPlaces) {
        const auto index = static_cast<std::size_t>(place.id);
        const std::optional<FieldValue>&before = plan.before.fields[index],
              &after = plan.after.fields[index];
        if (before == after) continue;
        PreferenceRow row{.uid = plan.after.uid,
                          .app = std::string(place.app),
                          .key = std::string(place.key),
                          .value = after ? after->value : "",
                          .kind = place.kind};
        if (!after)
            writes.old_preferences.push_back(std::move(row));
        else if (plan.after.has_lookalikes)
            writes.odd_preferences.push_back(std::move(row));
        else
            (before ? writes.preferences : writes.new_preferences).push_back(std::move(row));
    }
}

void add_difference(const Uid& uid, const std::vector<Gid>& more, const std::vector<Gid>& less,
                    std::vector<Membership>& list) {
    for (const Gid& gid : more)
        if (std::ranges::find(less, gid) == less.end()) list.push_back({.gid = gid, .uid = uid});
}

void add_memberships(const Plan& plan, Writes& writes) {
    const auto& [before, after] = std::tie(plan.before, plan.after);
    const Uid& uid = after.uid;
    const bool odd = after.has_lookalikes;
    add_difference(uid, after.gids, before.gids, odd ? writes.odd_joined : writes.joined);
    add_difference(uid, before.gids, after.gids, writes.left);
    add_difference(uid, after.subadmin_gids, before.subadmin_gids,
                   odd ? writes.odd_appointed : writes.appointed);
    add_difference(uid, before.subadmin_gids, after.subadmin_gids, writes.dismissed);
}

// Profiles of an older Nextcloud lack some properties, and have no rows for those.
bool names_all_properties(std::string_view json) {
    return std::ranges::all_of(kProperties, [json](const PropertyRow& row) {
        return json.find(fmt::format("\"{}\":", row.name)) != json.npos;
    });
}

void add_profile(const Plan& plan, Writes& writes) {
    const auto& [before, after] = std::tie(plan.before, plan.after);
    if (before.profile == after.profile) return;
    storage::ProfileReplacement replacement{
        .wanted = {.uid = after.uid,
                   .json = after.profile.json(),
                   .rows = to_account_data_rows(after.profile.get())}};
    if (before.profile.has_row() && names_all_properties(before.profile.json()))
        replacement.stored_rows = to_account_data_rows(before.profile.get());
    else if (before.profile.has_row())
        replacement.stored_rows.emplace();  // all rows are rewritten
    writes.profiles.push_back(std::move(replacement));
}

void add_jobs(Transaction& tx, const Plan& plan, Writes& writes) {
    for (const std::string& email : plan.email_checks)
        writes.jobs.push_back(email_check(tx, plan.after.uid, email));
    for (const std::string& address : plan.mails_to_verify) {
        MailVerification begun = begin_verification(tx, plan.after, address);
        // An earlier token for this address may be stored.
        writes.old_preferences.push_back(begun.token);
        writes.new_preferences.push_back(std::move(begun.token));
        writes.jobs.push_back(std::move(begun.clean_up));
    }
}

void add_user(const Plan& plan, const std::optional<std::string>& hash, Writes& writes) {
    const auto& [before, after] = std::tie(plan.before, plan.after);
    if (!before.exists) {
        writes.users.push_back({.uid = after.uid,
                                .uid_lower = to_lower(after.uid),
                                .display_name = after.stored_name,
                                .password_hash = hash.value_or("")});
        return;
    }
    if (before.stored_name != after.stored_name)
        writes.names.push_back({.uid = after.uid, .text = after.stored_name.value_or("")});
    if (hash) writes.hashes.push_back({.uid = after.uid, .text = *hash});
}

// The only place where the passwords of plans are hashed: all of them before anything is written.
std::vector<std::optional<std::string>> hashes_of(Transaction& tx, std::span<const Plan> plans) {
    std::vector<const Secret*> passwords;
    for (const Plan& plan : plans)
        if (plan.password) passwords.push_back(&*plan.password);
    std::vector<std::string> made = hash_passwords(tx, passwords);
    std::vector<std::optional<std::string>> hashes(plans.size());
    auto next = made.begin();
    for (std::size_t i = 0; i < plans.size(); ++i)
        if (plans[i].password) hashes[i] = std::move(*next++);
    return hashes;
}

void write_users(Transaction& tx, const Writes& writes) {
    for (const storage::NewUserRow& user : writes.users)
        storage::lock_new_user(rows_of(tx), user.uid_lower);
    storage::insert_users(rows_of(tx), writes.users);
    storage::set_display_names(rows_of(tx), writes.names);
    storage::set_password_hashes(rows_of(tx), writes.hashes);
}

void write_memberships(Transaction& tx, const Writes& writes) {
    std::vector<Membership> held;
    for (const auto* list :
         {&writes.joined, &writes.appointed, &writes.odd_joined, &writes.odd_appointed})
        std::ranges::copy(*list, std::back_inserter(held));
    storage::hold_groups(rows_of(tx), held);
    storage::insert_members(rows_of(tx), writes.joined);
    storage::delete_members(rows_of(tx), writes.left);
    storage::insert_subadmins(rows_of(tx), writes.appointed);
    storage::delete_subadmins(rows_of(tx), writes.dismissed);
    for (const Membership& odd : writes.odd_joined)
        storage::insert_member(rows_of(tx), odd.gid, odd.uid);
    for (const Membership& odd : writes.odd_appointed)
        storage::insert_subadmin(rows_of(tx), odd.gid, odd.uid);
}

void write(Transaction& tx, const Writes& writes) {
    write_users(tx, writes);
    write_memberships(tx, writes);
    storage::delete_known_users(rows_of(tx), writes.forgotten);
    storage::delete_preferences(rows_of(tx), writes.old_preferences);
    storage::insert_preferences(rows_of(tx), writes.new_preferences);
    storage::update_preferences(rows_of(tx), writes.preferences);
    for (const PreferenceRow& odd : writes.odd_preferences)
        storage::set_preference(rows_of(tx), odd.uid, odd.app, odd.key, odd.value, odd.kind);
    storage::replace_profiles(rows_of(tx), writes.profiles);
    storage::queue_jobs(rows_of(tx), writes.jobs, tx.now);
}

class Fields {
  public:
    // A new user has no values before.
    explicit Fields(bool is_new) : is_new_(is_new) {}
    void add(std::string_view field, std::optional<std::string> before,
             std::optional<std::string> after) {
        if (before != after)
            changes_.push_back({.field = std::string(field),
                                .before = is_new_ ? std::nullopt : std::move(before),
                                .after = std::move(after)});
    }
    void add_secret(std::string_view field) { changes_.push_back({.field = std::string(field)}); }
    bool empty() const { return changes_.empty(); }
    std::vector<FieldChange> take() { return std::move(changes_); }

  private:
    const bool is_new_;
    std::vector<FieldChange> changes_{};
};

template <class Text>
std::string listed(std::vector<Text> texts) {
    std::ranges::sort(texts);
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string mails_of(const Profile& profile) {
    std::vector<std::string> mails;
    for (const Property& mail : profile.additional_mail)
        mails.push_back(mail.value);
    return listed(std::move(mails));
}

std::string mail_scopes_of(const Profile& profile) {
    std::vector<std::string> scopes;
    for (const Property& mail : profile.additional_mail)
        scopes.push_back(mail.value + " " + mail.scope);
    return listed(std::move(scopes));
}

// Display name and e-mail are recorded as fields of their own.
void add_profile_fields(const Profile& before, const Profile& after, Fields& fields) {
    for (const PropertyRow& row : kProperties) {
        const Property &old_one = before[row.id], &new_one = after[row.id];
        if (row.id != PropertyId::displayname && row.id != PropertyId::email)
            fields.add(row.name, old_one.value, new_one.value);
        fields.add(std::string(row.name) + "Scope", old_one.scope, new_one.scope);
    }
    fields.add(kAdditionalMail, mails_of(before), mails_of(after));
    if (mails_of(before) == mails_of(after))
        fields.add("additional_mailScope", mail_scopes_of(before), mail_scopes_of(after));
}

}  // namespace

Event event_of(const Plan& plan) {
    const auto& [before, after] = std::tie(plan.before, plan.after);
    Fields fields(!before.exists);
    const auto name_of = [](const UserState& user) {
        return user.exists ? std::optional(user.display_name()) : std::nullopt;
    };
    if (before.stored_name != after.stored_name)
        fields.add("displayname", name_of(before), name_of(after));
    if (plan.password && before.exists) fields.add_secret("password");
    fields.add("email", before.email(), after.email());
    for (const FieldPlace& place : kFieldPlaces)
        if (place.id != FieldId::email && place.id != FieldId::enabled && !place.field.empty())
            fields.add(place.field, before.field(place.id), after.field(place.id));
    if (before.profile != after.profile)
        add_profile_fields(before.profile.get(), after.profile.get(), fields);
    fields.add("groups", listed(before.gids), listed(after.gids));
    fields.add("subadmin", listed(before.subadmin_gids), listed(after.subadmin_gids));
    const auto enabled = [](const UserState& user) { return user.enabled() ? "true" : "false"; };
    Event event{.kind = before.exists ? EventKind::user_edit : EventKind::user_create,
                .subject = after.uid.text()};
    const bool only_enabled =
        before.exists && fields.empty() && before.enabled() != after.enabled();
    if (only_enabled)
        event.kind = after.enabled() ? EventKind::user_enable : EventKind::user_disable;
    else
        fields.add("enabled", enabled(before), enabled(after));
    event.fields = fields.take();
    return event;
}

void write_log(Transaction& tx, const Plan& plan) {
    for (const LogEntry& entry : plan.log) {
        if (entry.app == kAuditApp)
            note_event(tx, entry.message);
        else
            tx.log(entry);
    }
}

void apply(Transaction& tx, std::span<const Plan> plans) {
    require_different_users(plans);
    const std::vector<std::optional<std::string>> hashes = hashes_of(tx, plans);
    Writes writes;
    std::vector<Event> events;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const Plan& plan = plans[i];
        add_user(plan, hashes[i], writes);
        add_preferences(plan, writes);
        add_memberships(plan, writes);
        add_profile(plan, writes);
        add_jobs(tx, plan, writes);
        if (plan.before.is_known && !plan.after.is_known)
            writes.forgotten.push_back(plan.after.uid);
        Event event = event_of(plan);
        if (event.kind != EventKind::user_edit || !event.fields.empty())
            events.push_back(std::move(event));
    }
    write(tx, writes);
    for (const Plan& plan : plans)
        if (plan.ends_sessions) end_browser_logins(tx, plan.after.uid);
    if (!events.empty()) record_events(tx, events);
    for (const Plan& plan : plans)
        write_log(tx, plan);
}

void apply(Transaction& tx, const Plan& plan) {
    apply(tx, {&plan, 1});
}

Result<Done> change_user(Transaction& tx, const Uid& uid, const UserChange& change) {
    const Rules rules = load_rules(tx, change);
    Checked<Plan> planned = plan(load_user_state(tx, uid, change), change, rules);
    if (!planned) return Unexpected{planned.error().front()};
    apply(tx, planned.value());
    return Done{};
}

}  // namespace roster
