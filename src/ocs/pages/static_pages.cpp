// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <vector>

#include "base/html.h"
#include "directory/config/app_values.h"
#include "directory/config/apps.h"
#include "ocs/headers.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"
#include "ocs/pages/start_page.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

constexpr const char* kHtml = "text/html; charset=UTF-8";
constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

Result<Done> show_status(Call& call) {
    call.out.begin_map();
    call.out.member("installed", true);
    call.out.member("maintenance", call.tx.settings->boolean("maintenance", false));
    call.out.member("needsDbUpgrade", false);
    call.out.member("version", "32.0.1.2");
    call.out.member("versionstring", "32.0.1");
    call.out.member("edition", "");
    call.out.member("productname", "Nextcloud");
    call.out.member("extendedSupport", false);
    call.out.end();
    Response& response = call.exchange.response;
    response.body = std::move(call.exchange.run.body);
    response.set("Content-Type", "application/json");
    response.set("Access-Control-Allow-Origin", "*");
    response.length_known = false;
    set_sessionless_headers(call.exchange);
    return Done{};
}

Result<Done> beat(Call& call) {
    answer_in_front(call.exchange, 200, kHtml, "");
    return Done{};
}

// No work depends on this call: the server runs its jobs itself. Where the settings leave jobs to
// the system's cron, Nextcloud answers with a message about that.
Result<Done> run_jobs(Call& call) {
    const bool by_system = app_text(call.tx, "core", "backgroundjobs_mode", "ajax") == "cron";
    call.out.begin_map();
    call.out.member("status", by_system ? "error" : "success");
    if (by_system) call.out.member("message", "Backgroundjobs are using system cron!");
    call.out.end();
    answer_in_front(call.exchange, 200, "application/json; charset=utf-8",
                    std::move(call.exchange.run.body));
    return Done{};
}

// One service of /ocs-provider/: {"version": 1, "endpoints": {name: path}}.
using Endpoints = std::vector<std::pair<const char*, const char*>>;
void write_service(Writer& out, const char* name, const Endpoints& endpoints) {
    out.key(name);
    out.begin_map();
    out.member("version", 1);
    out.key("endpoints");
    out.begin_map();
    for (const auto& [endpoint, path] : endpoints)
        out.member(endpoint, path);
    out.end();
    out.end();
}

void write_services(Writer& out, Transaction& tx) {
    write_service(out, "PRIVATE_DATA",
                  {{"store", "/ocs/v2.php/privatedata/setattribute"},
                   {"read", "/ocs/v2.php/privatedata/getattribute"},
                   {"delete", "/ocs/v2.php/privatedata/deleteattribute"}});
    Endpoints federated;
    if (is_app_enabled(tx, "files_sharing", Uid())) {
        write_service(out, "SHARING", {{"share", "/ocs/v2.php/apps/files_sharing/api/v1/shares"}});
        federated = {{"share", "/ocs/v2.php/cloud/shares"}, {"webdav", "/public.php/webdav/"}};
    }
    if (is_app_enabled(tx, "federation", Uid()))
        federated.insert(federated.end(), {{"shared-secret", "/ocs/v2.php/cloud/shared-secret"},
                                           {"system-address-book",
                                            "/remote.php/dav/addressbooks/system/system/system"},
                                           {"carddav-user", "system"}});
    if (!federated.empty()) write_service(out, "FEDERATED_SHARING", federated);
    if (is_app_enabled(tx, "activity", Uid()))
        write_service(out, "ACTIVITY", {{"list", "/ocs/v2.php/cloud/activity"}});
    write_service(out, "PROVISIONING",
                  {{"user", "/ocs/v2.php/cloud/users"},
                   {"groups", "/ocs/v2.php/cloud/groups"},
                   {"apps", "/ocs/v2.php/cloud/apps"}});
}

Result<Done> list_services(Call& call) {
    call.out.begin_map();
    call.out.member("version", 2);
    call.out.key("services");
    call.out.begin_map();
    write_services(call.out, call.tx);
    call.out.end();
    call.out.end();
    answer_in_front(call.exchange, 200, "application/json", std::move(call.exchange.run.body));
    return Done{};
}

Result<Done> show_root(Call& call) {
    const bool known = call.tx.actor.logged_in();
    answer_in_front(call.exchange, 302, kHtml, "");
    call.exchange.response.set(
        "Location", known ? start_page(call) : call.exchange.run.origin.url() + "/login");
    return Done{};
}

// Why the form was refused; the same whether or not the user exists.
std::string_view refusal_text(std::string_view reason) {
    if (reason == kWrongPassword) return "Wrong account name or password.";
    if (reason == kAccountDisabled)
        return "This account is disabled. Ask the administrator to enable it.";
    if (reason == kFormExpired)
        return "The form was too old, or came from another page, so nobody was logged in. Fill it "
               "in again; your browser has to accept cookies.";
    return "";
}

// The reason for the refusal, shown once.
std::string take_refusal(Call& call) {
    std::optional<Session>& session = call.exchange.run.session;
    const std::string_view text = session ? refusal_text(session->text(kLoginRefusal)) : "";
    if (text.empty()) return "";
    session->erase(kLoginRefusal);
    return fmt::format("<p class=\"refusal\" role=\"alert\">{}</p>\n", text);
}

Result<Done> show_login(Call& call) {
    if (call.tx.actor.logged_in()) {
        answer_redirect(call.exchange, 303, start_page(call));
        return Done{};
    }
    answer_form(
        call, "Log in", call.exchange.run.origin.url() + "/index.php/login",
        take_refusal(call) +
            "<input name=\"user\" placeholder=\"Account name or e-mail\" autofocus required>\n"
            "<input name=\"password\" type=\"password\" placeholder=\"Password\" required>\n"
            "<button>Log in</button>");
    return Done{};
}

Result<Done> show_nothing(Call& call) {
    Response& response = call.exchange.response;
    response.status = 204;
    response.set("Content-Type", kHtml);
    response.length_known = false;
    set_controller_headers(call.exchange);
    set_user_header(call.exchange);
    return Done{};
}

Result<Done> go_to_password(Call& call) {
    answer_redirect(call.exchange, 303, call.exchange.run.origin.url() + "/settings/user/security");
    return Done{};
}

Result<Done> show_unknown_service(Call& call) {
    const std::string service = TRY(call.required("service"));
    call.exchange.response.status = 404;
    call.out.begin_map();
    call.out.member("message", service + " not supported");
    call.out.end();
    return Done{};
}

// Shown where Nextcloud has its own interface, which this server lacks.
Result<Done> show_welcome(Call& call) {
    answer_html(call, 200, "Accounts",
                "You are logged in as <b>" + escape_html(call.tx.actor.uid) +
                    "</b>. Accounts are kept over the API of this server.");
    return Done{};
}

// The files page may start a worker.
Result<Done> show_files(Call& call) {
    TRY(show_welcome(call));
    allow_workers(call.exchange.response);
    return Done{};
}

struct Page {
    const char* path;
    Handler handler;
    Needs needs = Needs::read;
};

// Scripts beside the router: they accept any method and never log in.
constexpr Page kScripts[] = {
    {"/status.php", show_status, Needs::nothing},
    {"/heartbeat", beat, Needs::nothing},
    {"/ocs-provider", list_services},
    {"/ocs-provider/", list_services},
    {"/ocs-provider/index.php", list_services},
    {"/cron.php", run_jobs},
};
constexpr Page kPublicPages[] = {
    {"/", show_root, Needs::nothing},
    {"/login", show_login, Needs::nothing},
    {"/204", show_nothing, Needs::nothing},
    {"/.well-known/change-password", go_to_password, Needs::nothing},
    {"/.well-known/{service*}", show_unknown_service, Needs::nothing},
};
constexpr Page kUserPages[] = {
    {"/apps/dashboard", show_welcome},
    {"/apps/dashboard/", show_welcome},
    {"/apps/files", show_files},
    {"/apps/files/", show_files},
    {"/settings/users", show_welcome},
    {"/settings/user", show_welcome},
    {"/settings/user/security", show_welcome},
};

Route to_row(const Page& page, std::string_view method, Guard guard) {
    return {.method = method,
            .path = page.path,
            .guard = guard,
            .handler = page.handler,
            .csrf_exempt = true,
            .needs = page.needs};
}

std::vector<Route> make_rows() {
    std::vector<Route> rows;
    for (const std::string_view method : kMethods)
        for (const Page& script : kScripts)
            rows.push_back(to_row(script, method, Role::anyone));
    for (Route& script : rows)
        script.logs_in = false;
    for (const Page& page : kPublicPages)
        rows.push_back(to_row(page, "GET", Role::anyone));
    for (const Page& page : kUserPages)
        rows.push_back(to_row(page, "GET", Role::user));
    return rows;
}

}  // namespace

std::span<const Route> plain_page_rows() {
    static const std::vector<Route> kRows = make_rows();
    return kRows;
}

}  // namespace roster::ocs
