// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

#include <algorithm>
#include <array>

namespace roster {

namespace {

// The effect of a change of this kind on existing logins.
enum class Logins : std::uint8_t { stay, may_end, by_field };

struct KindRow {
    EventKind kind;
    std::string_view name;
    SubjectKind subject;
    Logins logins;
};

using enum EventKind;
using enum Logins;

// In the order of the enumeration.
constexpr std::array kKinds{
    KindRow{user_create, "user.create", SubjectKind::user, stay},
    KindRow{user_edit, "user.edit", SubjectKind::user, by_field},
    KindRow{user_enable, "user.enable", SubjectKind::user, may_end},
    KindRow{user_disable, "user.disable", SubjectKind::user, may_end},
    KindRow{user_wipe, "user.wipe", SubjectKind::user, may_end},
    KindRow{user_delete, "user.delete", SubjectKind::user, may_end},
    KindRow{user_found_by_email, "user.found_by_email", SubjectKind::user, stay},
    KindRow{group_create, "group.create", SubjectKind::group, stay},
    KindRow{group_edit, "group.edit", SubjectKind::group, may_end},
    KindRow{group_delete, "group.delete", SubjectKind::group, may_end},
    KindRow{group_add_member, "group.add_member", SubjectKind::user, stay},
    KindRow{group_remove_member, "group.remove_member", SubjectKind::user, may_end},
    KindRow{group_add_subadmin, "group.add_subadmin", SubjectKind::user, stay},
    KindRow{group_remove_subadmin, "group.remove_subadmin", SubjectKind::user, may_end},
    KindRow{delegation_create, "delegation.create", SubjectKind::group, stay},
    KindRow{delegation_delete, "delegation.delete", SubjectKind::group, may_end},
    KindRow{token_create, "token.create", SubjectKind::user, stay},
    KindRow{token_edit, "token.edit", SubjectKind::user, may_end},
    KindRow{token_rotate, "token.rotate", SubjectKind::user, may_end},
    KindRow{token_wipe, "token.wipe", SubjectKind::user, may_end},
    KindRow{token_delete, "token.delete", SubjectKind::user, may_end},
    KindRow{two_factor_enable, "two_factor.enable", SubjectKind::user, may_end},
    KindRow{two_factor_disable, "two_factor.disable", SubjectKind::user, may_end},
    KindRow{app_switch, "app.switch", SubjectKind::app, may_end},
    KindRow{app_set_value, "app.set_value", SubjectKind::app, may_end},
    KindRow{app_delete_value, "app.delete_value", SubjectKind::app, may_end},
    KindRow{setting_set, "setting.set", SubjectKind::setting, may_end},
    KindRow{setting_delete, "setting.delete", SubjectKind::setting, may_end},
    KindRow{attempts_reset, "attempts.reset", SubjectKind::address, may_end},
    KindRow{doctor_mend, "doctor.mend", SubjectKind::installation, may_end},
};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
    return true;
}
static_assert(is_in_order() && kKinds.back().kind == doctor_mend);

// Fields that decide who may log in and with which rights. A preference is named `app/key`.
constexpr std::string_view kLoginFields[] = {"password",     "email",  "enabled",
                                             "core/enabled", "groups", "subadmin"};

// Fields whose values consumers of the feed need at once. Never a secret, and nothing that users
// write about themselves in their profile.
constexpr std::string_view kToldFields[] = {"displayname", "email",   "enabled", "quota",
                                            "language",    "manager", "groups",  "subadmin"};

const KindRow& row_of(EventKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}

}  // namespace

std::string_view name_of(EventKind kind) {
    return row_of(kind).name;
}

SubjectKind subject_of(EventKind kind) {
    return row_of(kind).subject;
}

std::string_view name_of(SubjectKind kind) {
    switch (kind) {
        case SubjectKind::user:
            return "user";
        case SubjectKind::group:
            return "group";
        case SubjectKind::app:
            return "app";
        case SubjectKind::setting:
            return "setting";
        case SubjectKind::address:
            return "address";
        case SubjectKind::installation:
            return "installation";
    }
    return "";
}

bool may_end_logins(const Event& event) {
    const Logins logins = row_of(event.kind).logins;
    if (logins != by_field) return logins == may_end;
    return std::ranges::any_of(event.fields, [](const FieldChange& change) {
        return std::ranges::find(kLoginFields, change.field) != std::end(kLoginFields);
    });
}

bool is_told_in_feed(std::string_view field) {
    return std::ranges::find(kToldFields, field) != std::end(kToldFields);
}

}  // namespace roster
