// SPDX-License-Identifier: Apache-2.0
#include "ocs/csrf.h"

#include "ocs/cookies.h"

namespace roster::ocs {

namespace {

// Whether the request has the session's token: in the query, otherwise in the form, otherwise in
// the header of that name.
bool shows_request_token(const Exchange& exchange) {
    if (!exchange.run.session) return false;
    const Value* parameter = exchange.parameters().find("requesttoken");
    std::string token = parameter && parameter->text()
                            ? *parameter->text()
                            : std::string(exchange.request.header("requesttoken"));
    return is_request_token(*exchange.run.session, Secret(std::move(token)));
}

}  // namespace

bool passes_page_csrf_check(const Exchange& exchange) {
    return passes_same_site_check(exchange) &&
           (!exchange.request.header("OCS-APIRequest").empty() || shows_request_token(exchange));
}

bool passes_csrf_check(const Exchange& exchange) {
    return passes_page_csrf_check(exchange) ||
           exchange.request.header("OCS-APIRequest") == "true" ||
           exchange.request.header("Authorization").starts_with("Bearer ");
}

}  // namespace roster::ocs
