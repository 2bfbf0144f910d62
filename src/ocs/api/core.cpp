// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/crypto/crypto.h"
#include "base/json/json.h"
#include "base/php/php.h"
#include "directory/config/apps.h"
#include "directory/config/preferences.h"
#include "directory/finding/autocomplete.h"
#include "directory/login/throttle.h"
#include "directory/login/two_factor.h"
#include "directory/nextcloud/capabilities.h"
#include "directory/nextcloud/navigation.h"
#include "directory/passwords/password_check.h"
#include "directory/passwords/password_policy.h"
#include "directory/users/users.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

// Writes data that clients cache; the ETag is the digest of its JSON.
template <class Write>
void write_tagged(Call& call, const Write& write) {
    std::string json;
    JsonWriter tagged(json);
    write(tagged);
    write(call.out);
    call.exchange.response.set("ETag", "\"" + md5_hex(json) + "\"");
}

CapabilityContext find_context(Call& call) {
    Transaction& tx = call.tx;
    CapabilityContext context{.logged_in = tx.actor.logged_in(),
                              .base_url = call.exchange.run.origin.url(),
                              .is_enabled = enabled_apps_of_caller(tx),
                              .throttle_delay_ms = current_delay_ms(tx, ""),
                              .allow_listed = is_allow_listed(tx)};
    read_settings(tx, context);
    return context;
}

// The user's own order of entries: {"id": {"order": number}}.
std::map<std::string, std::int64_t, std::less<>> own_order(Transaction& tx) {
    std::map<std::string, std::int64_t, std::less<>> order;
    const std::optional<Value> stored = parse_json(own_preference(tx, "core", "apporder"));
    if (!stored || !stored->array()) return order;
    for (const auto& [id, place] : *stored->array()) {
        const Value* number = place.array() ? place.array()->find("order") : nullptr;
        if (number) order[id] = to_int(*number);
    }
    return order;
}

std::vector<ShareType> read_share_types(const Array& numbers) {
    std::vector<ShareType> types;
    for (const auto& [index, number] : numbers)
        if (const std::optional<ShareType> type = find_share_type(to_int(number)))
            if (std::ranges::count(types, *type) == 0) types.push_back(*type);
    return types;
}

void write_suggestion(Writer& out, const Suggestion& suggestion) {
    // Users from the address book have no icon, and neither have other types.
    const bool has_icon = suggestion.type == ShareType::user && suggestion.name.empty();
    out.begin_map();
    out.member("id", suggestion.id);
    out.member("label", suggestion.label);
    out.member("icon", has_icon ? "icon-user" : "");
    out.member("source", source_name(suggestion.type));
    out.member("status", "");
    out.member("subline", "");
    out.member("shareWithDisplayNameUnique", suggestion.unique_name);
    out.end();
}

void write_states(Call& call, const Uid& uid) {
    call.out.begin_map();
    for (const auto& [provider, enabled] : two_factor_states(call.tx, uid))
        call.out.member(provider, enabled);
    call.out.end();
}

}  // namespace

Result<Done> get_capabilities(Call& call) {
    const CapabilityContext context = find_context(call);
    write_tagged(call, [&context](Writer& out) { write_capabilities(out, context); });
    return Done{};
}

Result<Done> get_server_config(Call& call) {
    call.out.begin_map();
    call.out.member("version", "1.7");
    call.out.member("website", "Nextcloud");
    call.out.member("host", call.exchange.run.origin.host);
    call.out.member("contact", "");
    call.out.member("ssl", "false");
    call.out.end();
    return Done{};
}

Result<Done> check_password_of(Call& call) {
    const std::string login = TRY(call.text("login"));
    const Secret password(TRY(call.text("password")));
    if (login.empty() || password.empty()) return refuse(Errc::invalid_argument, "", "login");
    TRY(roster::check_password_of(call.tx, login, password));
    call.out.begin_map();
    call.out.key("person");
    call.out.begin_map();
    call.out.member("personid", login);
    call.out.end();
    call.out.end();
    return Done{};
}

Result<Done> autocomplete(Call& call) {
    const std::string search = TRY(call.required("search"));
    TRY(call.optional_text("itemType"));
    TRY(call.optional_text("itemId"));
    Array types;
    types.push(0);
    if (call.find("shareTypes")) types = TRY(call.list("shareTypes"));
    const std::int64_t limit = call.integer("limit", 10);
    call.out.begin_list();
    const Suggestions found =
        suggest(call.tx, {.text = search, .types = read_share_types(types), .limit = limit});
    for (const ShareType kind : found.kinds) {
        for (const Suggestion& suggestion : found.of(kind).exact)
            write_suggestion(call.out, suggestion);
        for (const Suggestion& suggestion : found.of(kind).wide)
            write_suggestion(call.out, suggestion);
    }
    call.out.end();
    return Done{};
}

Result<Done> list_navigation(Call& call) {
    const Value* absolute = call.find("absolute");
    NavigationContext context{.is_enabled = enabled_apps_of_caller(call.tx),
                              .own_order = own_order(call.tx)};
    context.base = absolute && to_bool(*absolute) ? call.exchange.run.origin.url()
                                                  : call.exchange.run.origin.web_root;
    write_tagged(call, [&context](Writer& out) { write_navigation(out, context); });
    return Done{};
}

Result<Done> list_settings_navigation(Call& call) {
    const Value* absolute = call.find("absolute");
    const Actor& actor = call.tx.actor;
    std::optional<Session>& session = call.exchange.run.session;
    NavigationContext context{.is_enabled = enabled_apps_of_caller(call.tx),
                              .uid = actor.uid,
                              .is_admin = actor.in_admin_group,
                              .administers_somebody = actor.administers_somebody(),
                              .has_help = call.tx.settings->boolean("knowledgebaseenabled", true)};
    context.base = absolute && to_bool(*absolute) ? call.exchange.run.origin.url()
                                                  : call.exchange.run.origin.web_root;
    // The ETag is that of a menu whose logout link has no token of the session.
    std::string tagged;
    JsonWriter without_token(tagged);
    write_settings_navigation(without_token, context);
    call.exchange.response.set("ETag", "\"" + md5_hex(tagged) + "\"");
    if (session) context.request_token = masked_request_token(*session);
    write_settings_navigation(call.out, context);
    return Done{};
}

// There is never anything new: the list of changes comes from Nextcloud's servers.
Result<Done> get_whats_new(Call& call) {
    call.exchange.run.has_content = false;
    return Done{};
}

Result<Done> get_two_factor_state(Call& call) {
    const std::string id = TRY(call.required("user"));
    const User user = TRY(find_user(call.tx, id));
    write_states(call, user.uid);
    return Done{};
}

Result<Done> enable_two_factor(Call& call) {
    const std::string id = TRY(call.required("user"));
    const std::vector<std::string> providers = TRY(call.texts("providers"));
    const User user = TRY(find_user(call.tx, id));
    TRY(roster::enable_two_factor(call.tx, user.uid, providers));
    write_states(call, user.uid);
    return Done{};
}

Result<Done> disable_two_factor(Call& call) {
    const std::string id = TRY(call.required("user"));
    const std::vector<std::string> providers = TRY(call.texts("providers"));
    const User user = TRY(find_user(call.tx, id));
    TRY(roster::disable_two_factor(call.tx, user.uid, providers));
    write_states(call, user.uid);
    return Done{};
}

Result<Done> validate_password(Call& call) {
    const Secret password(TRY(call.required("password")));
    const std::string fault = find_password_fault(find_password_policy(call.tx), password);
    call.out.begin_map();
    call.out.member("passed", fault.empty());
    if (!fault.empty()) call.out.member("reason", fault);
    call.out.end();
    return Done{};
}

Result<Done> generate_password_proposal(Call& call) {
    call.out.begin_map();
    call.out.member("password",
                    generate_fitting_password(call.tx, find_password_policy(call.tx)).reveal());
    call.out.end();
    return Done{};
}

Result<Done> list_weather_favorites(Call& call) {
    const std::optional<Value> stored =
        parse_json(own_preference(call.tx, "weather_status", "favorites"));
    if (stored && stored->array()) call.out.value(*stored);
    return Done{};
}

}  // namespace roster::ocs
