// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/pages.h"

#include <fmt/core.h>

#include <vector>

#include "ocs/compat/exceptions.h"
#include "ocs/csrf.h"
#include "ocs/front.h"
#include "ocs/headers.h"
#include "ocs/login.h"
#include "ocs/pages/html_responses.h"
#include "ocs/pages/page_routes.h"

namespace roster::ocs {

namespace {

constexpr std::string_view kScript = "/index.php";

bool claims_rest(Exchange& exchange) {
    std::string_view path = exchange.head.target.path;
    if (path == kScript || path.starts_with("/index.php/")) path.remove_prefix(kScript.size());
    exchange.head.path = path.empty() ? "/" : std::string(path);
    return true;
}

// Served during maintenance: two report the state of the server, and background jobs are postponed
// silently.
bool is_probe(const Exchange& exchange) {
    return exchange.head.path == "/status.php" || exchange.head.path == "/heartbeat" ||
           exchange.head.path == "/cron.php";
}

void begin_page(Exchange& exchange) {
    exchange.run.format = Format::json;
    exchange.run.out = std::make_unique<JsonWriter>(exchange.run.body);
}

void finish_page(Exchange& exchange) {
    if (exchange.response.find_header("Content-Type")) return;
    if (exchange.run.body.empty()) exchange.run.body = "[]";
    exchange.response.body = std::move(exchange.run.body);
    exchange.response.set("Content-Type", "application/json; charset=utf-8");
    set_controller_headers(exchange);
    set_user_header(exchange);
    compress(exchange);
}

std::vector<Route> all_rows() {
    std::vector<Route> rows;
    for (const std::span<const Route> family :
         {plain_page_rows(), avatar_rows(), mail_verification_rows(), session_page_rows(),
          contacts_menu_rows(), device_password_rows(), login_flow_rows(),
          second_factor_page_rows()})
        rows.insert(rows.end(), family.begin(), family.end());
    return rows;
}

bool claims_web_server(Exchange& exchange) {
    return exchange.request.method == "TRACE" ||
           exchange.head.target.path.find('\n') != std::string::npos;
}

Result<Done> admit_nothing(Exchange& exchange) {
    return refuse(exchange.request.method == "TRACE" ? Errc::method_not_allowed
                                                     : Errc::route_not_found);
}

void refuse_as_web_server(Exchange& exchange, const Error& error) {
    const bool wrong_method = error.code == Errc::method_not_allowed;
    const char* title = wrong_method ? "405 Not Allowed" : "404 Not Found";
    exchange.response.status = wrong_method ? 405 : 404;
    exchange.response.set("Content-Type", "text/html");
    exchange.response.body = fmt::format(
        "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
        "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n",
        title);
}

}  // namespace

const Protocol& pages() {
    static const std::vector<Route> kRows = all_rows();
    static const Protocol kPages{
        .name = "pages",
        .address = "",
        .routes = kRows,
        .claims = claims_rest,
        .goes_on_in_maintenance = is_probe,
        .shows_credentials = shows_credentials,
        .log_in = log_in,
        .passes_csrf_check = passes_page_csrf_check,
        .begin = begin_page,
        .finish = finish_page,
        .refuse = refuse_page,
        .show_delay = show_delay,
        .exception_of = compat::exception_of,
        // A request for the state is not an attempt to get in.
        .logs_untrusted_host =
            [](const Exchange& exchange) { return exchange.head.path != "/status.php"; },
    };
    return kPages;
}

const Protocol& web_server() {
    static const Protocol kWebServer{
        .name = "web server",
        .address = "",
        .routes = {},
        .claims = claims_web_server,
        .answers_any_host = true,
        .admit = admit_nothing,
        .begin = [](Exchange&) {},
        .finish = [](Exchange&) {},
        .refuse = refuse_as_web_server,
    };
    return kWebServer;
}

}  // namespace roster::ocs
