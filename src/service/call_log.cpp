// SPDX-License-Identifier: Apache-2.0
#include "service/call_log.h"

#include <fmt/core.h>

#include "base/secrets.h"
#include "directory/log_lines.h"

namespace roster {

namespace {

constexpr std::size_t kShownHost = 255;  // bytes

// A client sends it to have the whole call logged (the setting log.condition).
std::string log_secret(const Exchange& exchange) {
    const Value* secret = exchange.parameters().find("log_secret");
    return secret && secret->text() ? *secret->text() : "";
}

LogContext log_context(const Exchange& exchange) {
    return {.request_id = exchange.head.request_id,
            .remote_address = exchange.run.origin.remote_address,
            .user = exchange.run.actor.uid.text(),
            .method = exchange.request.local ? "" : exchange.request.method,
            .url = exchange.request.local ? "" : without_secrets(exchange.request.target),
            .user_agent =
                exchange.request.local ? "" : std::string(exchange.request.header("User-Agent")),
            .client_request_id = std::string(exchange.request.header("X-Request-Id")),
            .log_secret = log_secret(exchange)};
}

}  // namespace

std::function<void()> log_later(Installation& house, const Exchange& exchange, Transaction& tx) {
    return [&house, settings = tx.settings, context = log_context(exchange),
            entries = std::move(tx.log_entries), now = tx.now] {
        write_lines(house.log, house.log_dir, *settings, context, entries, now);
    };
}

void log_refusal(Exchange& exchange, Transaction& tx, const Error& error) {
    const Protocol& protocol = *exchange.head.protocol;
    const bool is_logged = !protocol.logs_untrusted_host || protocol.logs_untrusted_host(exchange);
    if (error.code == Errc::untrusted_host && is_logged)
        tx.log({.level = LogLevel::info,
                .app = "core",
                .message = fmt::format("Trusted domain error. \"{}\" tried to access using \"{}\" "
                                       "as host.",
                                       tx.remote_address,
                                       exchange.run.origin.asked_host.substr(0, kShownHost))});
    if (error.code == Errc::internal)
        tx.log({.level = LogLevel::error,
                .message = error.message,
                .exception = protocol.exception_of ? protocol.exception_of(error) : "Exception",
                .exception_message = error.message});
    if (error.code != Errc::missing_argument || !protocol.missing_argument_text) return;
    const std::string text = protocol.missing_argument_text(exchange, error);
    tx.log({.level = LogLevel::error,
            .message = text,
            .exception = "Exception",
            .exception_message = text});
}

void log_accident(Installation& house, const Exchange& exchange, const std::exception& accident) {
    const LogEntry entry{.level = LogLevel::error,
                         .message = accident.what(),
                         .exception = "Exception",
                         .exception_message = accident.what()};
    const Settings none;
    const Settings& settings = exchange.run.settings ? *exchange.run.settings : none;
    write_lines(house.log, house.log_dir, settings, log_context(exchange), {&entry, 1},
                house.clock());
    // The log may be on the same disk, so the terminal reports it, too.
    house.terminal.say(accident.what(), house.clock());
}

}  // namespace roster
