// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

enum class EventKind : std::uint8_t {
    user_create,
    user_edit,
    user_enable,
    user_disable,
    user_wipe,
    user_delete,
    user_found_by_email,
    group_create,
    group_edit,
    group_delete,
    group_add_member,
    group_remove_member,
    group_add_subadmin,
    group_remove_subadmin,
    delegation_create,
    delegation_delete,
    token_create,
    token_edit,
    token_rotate,
    token_wipe,
    token_delete,
    two_factor_enable,
    two_factor_disable,
    app_switch,
    app_set_value,
    app_delete_value,
    setting_set,
    setting_delete,
    attempts_reset,
    doctor_mend,
};

// The kind of thing that an event is about.
enum class SubjectKind : std::uint8_t { user, group, app, setting, address, installation };

// One changed field. For a secret both values are absent.
struct FieldChange {
    std::string field{};
    std::optional<std::string> before{};
    std::optional<std::string> after{};
};

// One change of one subject, with every field that differs. The audit row and the entry of the
// change feed are made from it. A membership names the group as its field.
struct Event {
    EventKind kind{};
    std::string subject{};
    std::vector<FieldChange> fields{};
};

// The name in roster_audit and roster_changes, such as `user.edit`.
std::string_view name_of(EventKind kind);
// The kind of subject that events of this kind have.
SubjectKind subject_of(EventKind kind);
std::string_view name_of(SubjectKind kind);

// Whether the event may invalidate existing logins.
bool may_end_logins(const Event& event);
// Whether the change feed includes the values of the field, beside its name.
bool is_told_in_feed(std::string_view field);

}  // namespace roster
