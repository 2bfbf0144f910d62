// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE(
    "a change of what somebody logs in by or is allowed ends logins, and no other field does") {
    const auto edit = [](std::string_view field) {
        return may_end_logins({.kind = EventKind::user_edit,
                               .subject = "anna",
                               .fields = {{.field = "phone"}, {.field = std::string(field)}}});
    };
    for (const char* field :
         {"password", "email", "enabled", "core/enabled", "groups", "subadmin"}) {
        CAPTURE(field);
        CHECK(edit(field));
    }
    for (const char* field : {"displayname", "quota", "core/lang"}) {
        CAPTURE(field);
        CHECK_FALSE(edit(field));
    }
}

TEST_CASE("what is added leaves logins alone, and what is taken away does not") {
    for (const EventKind kind : {EventKind::user_create, EventKind::group_create,
                                 EventKind::group_add_member, EventKind::token_create}) {
        CAPTURE(name_of(kind));
        CHECK_FALSE(may_end_logins({.kind = kind}));
    }
    for (const EventKind kind :
         {EventKind::user_delete, EventKind::user_disable, EventKind::group_remove_member,
          EventKind::token_delete, EventKind::setting_set, EventKind::app_switch}) {
        CAPTURE(name_of(kind));
        CHECK(may_end_logins({.kind = kind}));
    }
}

TEST_CASE("the feed tells no secret, and nothing of a profile") {
    for (const char* field : {"password", "phone", "address", "birthdate", "core/enabled"}) {
        CAPTURE(field);
        CHECK_FALSE(is_told_in_feed(field));
    }
    CHECK(is_told_in_feed("displayname"));
}
