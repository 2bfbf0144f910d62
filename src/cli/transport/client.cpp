// SPDX-License-Identifier: Apache-2.0
#include "cli/transport/client.h"

#include <fmt/core.h>

#include "base/json/json.h"
#include "base/php/php.h"
#include "base/text.h"
#include "cli/output/output.h"

namespace roster::cli {

namespace {

const Value kNothing;

const Value& member(const Value& value, std::string_view name) {
    const Array* array = value.array();
    const Value* found = array ? array->find(name) : nullptr;
    return found ? *found : kNothing;
}

std::string text_of(const Value& value) {
    return value.text() ? *value.text() : std::string();
}

}  // namespace

const Value& Reply::operator[](std::string_view name) const {
    return member(data, name);
}

std::string Reply::text(std::string_view name) const {
    return text_of((*this)[name]);
}

bool Reply::is(std::string_view name) const {
    const bool* value = (*this)[name].boolean();
    return value && *value;
}

std::int64_t Reply::integer(std::string_view name) const {
    return to_int((*this)[name]);
}

std::vector<Reply> Reply::entries() const {
    std::vector<Reply> entries;
    if (const Array* items = data.array())
        for (const auto& [index, item] : *items)
            entries.push_back({.status = status, .data = item, .message = {}});
    return entries;
}

std::vector<std::string> Reply::texts(std::string_view name) const {
    std::vector<std::string> texts;
    if (const Array* items = (*this)[name].array())
        for (const auto& [index, item] : *items)
            texts.push_back(to_line(item));
    return texts;
}

namespace {

bool has_body(std::string_view method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

// The text of a value in a query; nothing for values that a query cannot hold.
std::optional<std::string> query_text(const Value& value) {
    if (const bool* boolean = value.boolean()) return *boolean ? "1" : "0";
    if (const std::int64_t* integer = value.integer()) return std::to_string(*integer);
    if (value.text()) return *value.text();
    return std::nullopt;
}

void add_pair(std::string& query, const std::string& name, const Value& value) {
    const std::optional<std::string> text = query_text(value);
    if (!text) return;
    query += fmt::format("{}{}={}", query.empty() ? "?" : "&", percent_encode(name),
                         percent_encode(*text));
}

std::string to_query(const Array& arguments) {
    std::string query;
    for (const auto& [name, value] : arguments) {
        if (!value.array()) {
            add_pair(query, name, value);
            continue;
        }
        for (const auto& [index, item] : *value.array())
            add_pair(query, name + "[]", item);
    }
    return query;
}

}  // namespace

Response Client::send(std::string method, std::string target, Array arguments) const {
    Request request{.method = std::move(method), .target = std::move(target), .local = true};
    request.headers = {{"User-Agent", "roster"}};
    if (!arguments.empty()) {
        request.headers.push_back({"Content-Type", "application/json"});
        request.body = to_json(std::move(arguments));
    }
    Response response = transport_(std::move(request));
    // Plain text is not an endpoint's answer.
    if (response.find_header("Content-Type").value_or("").starts_with("text/plain"))
        throw NoReply(response.hint.empty() ? response.body : response.hint);
    return response;
}

Reply Client::api(std::string method, std::string_view path, Array arguments) const {
    std::string target = fmt::format("/api/v1{}", path);
    if (!has_body(method)) target += to_query(std::exchange(arguments, {}));
    const Response response = send(std::move(method), std::move(target), std::move(arguments));
    Reply reply{.status = response.status,
                .data = parse_json(response.body).value_or(Value()),
                .message = {},
                .json = response.body};
    if (!reply.good()) {
        reply.message = reply.text("message");
        if (reply.message.empty()) reply.message = reply.text("code");
    }
    return reply;
}

Reply Client::ocs(std::string method, std::string_view path, Array arguments) const {
    const Response response = send(
        std::move(method), fmt::format("/ocs/v2.php{}?format=json", path), std::move(arguments));
    const Value body = parse_json(response.body).value_or(Value());
    const Value& envelope = member(body, "ocs");
    const Value& meta = member(envelope, "meta");
    const Value& number = member(meta, "statuscode");
    return {.status = number.is_null() ? response.status : static_cast<int>(to_int(number)),
            .data = member(envelope, "data"),
            .message = text_of(member(meta, "message"))};
}

Reply Client::page(std::string_view path) const {
    const Response response = send("GET", std::string(path), {});
    return {.status = response.status,
            .data = parse_json(response.body).value_or(Value()),
            .message = {}};
}

}  // namespace roster::cli
