// SPDX-License-Identifier: Apache-2.0
#include "directory/finding/contacts_menu.h"

#include "base/text.h"
#include "directory/config/apps.h"
#include "ocs/pages/page_routes.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

// An action for a contact.
struct Action {
    std::string title{};
    std::string icon{};
    std::string link{};
    std::string app{};
};

std::string profile_page(const std::string& site, const Contact& contact) {
    return site + "/u/" + percent_encode(contact.card.user.uid);
}

std::vector<Action> actions_of(const std::string& site, const Contact& contact) {
    std::vector<Action> actions;
    if (contact.has_profile_page)
        actions.push_back({.title = "View profile",
                           .icon = site + "/core/img/actions/profile.svg",
                           .link = profile_page(site, contact),
                           .app = "profile"});
    if (!contact.card.email().empty())
        actions.push_back({.title = contact.card.email(),
                           .icon = site + "/core/img/actions/mail.svg",
                           .link = "mailto:" + percent_encode(contact.card.email())});
    return actions;
}

void write_action(Writer& out, const Action& action) {
    out.begin_map();
    out.member("title", action.title);
    out.member("icon", action.icon);
    out.member("hyperlink", action.link);
    out.member("appId", action.app);
    out.end();
}

// The first action has its own member.
void write_actions(Writer& out, const std::vector<Action>& actions) {
    if (actions.empty()) {
        out.member("topAction", nullptr);
    } else {
        out.key("topAction");
        write_action(out, actions.front());
    }
    out.key("actions");
    out.begin_list();
    for (std::size_t i = 1; i < actions.size(); ++i)
        write_action(out, actions[i]);
    out.end();
}

void write_contact(Writer& out, const std::string& site, const Contact& contact) {
    const Uid& uid = contact.card.user.uid;
    std::vector<std::string> emails;
    if (!contact.card.email().empty()) emails.push_back(contact.card.email());
    out.begin_map();
    out.member("id", uid);
    out.member("fullName", contact.card.user.display_name());
    out.member("avatar", site + "/avatar/" + percent_encode(uid) + "/64");
    write_actions(out, actions_of(site, contact));
    out.member("lastMessage", "");
    out.member("emailAddresses", emails);
    if (contact.has_profile_page) {
        out.member("profileTitle", "View profile");
        out.member("profileUrl", profile_page(site, contact));
    } else {
        out.member("profileTitle", nullptr);
        out.member("profileUrl", nullptr);
    }
    for (const char* name : {"status", "statusMessage", "statusMessageTimestamp", "statusIcon"})
        out.member(name, nullptr);
    out.member("isUser", true);
    out.member("uid", uid);
    out.end();
}

Result<Done> list_contacts(Call& call) {
    const std::string filter = TRY(call.optional_text("filter")).value_or("");
    const std::string site = call.exchange.run.origin.url();
    call.out.begin_map();
    call.out.key("contacts");
    call.out.begin_list();
    for (const Contact& contact : find_contacts(call.tx, filter))
        write_contact(call.out, site, contact);
    call.out.end();
    call.out.member("contactsAppEnabled", is_app_enabled(call.tx, "contacts", call.tx.actor.uid));
    call.out.end();
    return Done{};
}

constexpr Route kRows[] = {
    {.method = "POST",
     .path = "/contactsmenu/contacts",
     .guard = Role::user,
     .handler = list_contacts,
     .needs = Needs::read},
};

}  // namespace

std::span<const Route> contacts_menu_rows() {
    return kRows;
}

}  // namespace roster::ocs
