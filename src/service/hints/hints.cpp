// SPDX-License-Identifier: Apache-2.0
#include "service/hints/hints.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "model/profile.h"
#include "service/hints/argument_hints.h"
#include "service/hints/caller_hints.h"
#include "service/hints/route_hints.h"

namespace roster {

namespace {

struct Row {
    Errc code;
    std::string_view field;  // the subject of the refusal; empty: any
    std::string_view sentence;
};

constexpr Row kRows[] = {
#include "service/hints/hints.inc"
};

// The subject of the refusal: the faulty field, or the part of the request that caused it.
std::string subject(const Exchange& exchange, const Error& error) {
    if (error.code == Errc::throttled) return exchange.request.remote_address;
    if (error.code == Errc::unauthenticated) return std::string(missing_login(exchange));
    return error.field;
}

// A property that was not sent, but whose stored value has become invalid.
bool is_stored_property(const Exchange& exchange, const Error& error) {
    const std::string_view key = sent_text(exchange, "key");
    const bool edits = error.code == Errc::invalid_argument || error.code == Errc::internal;
    return edits && !key.empty() && !exchange.parameters().find("collectionName") &&
           find_property(error.field) && !error.field.starts_with(key);
}

// Whether the refusal may come from a path that names something else than intended.
bool is_about_path(Errc code) {
    switch (code) {
        case Errc::route_not_found:
        case Errc::method_not_allowed:
        case Errc::missing_argument:
        case Errc::user_not_found:
        case Errc::group_not_found:
        case Errc::app_not_found:
            return true;
        default:
            return false;
    }
}

// Hints that the table cannot express.
std::string special_hint(const Exchange& exchange, const Error& error) {
    if (std::string hint = caller_hint(exchange, error); !hint.empty()) return hint;
    if (is_about_path(error.code))
        if (std::string hint = empty_segment_hint(exchange); !hint.empty()) return hint;
    switch (error.code) {
        case Errc::route_not_found:
            return path_hint(exchange);
        case Errc::method_not_allowed:
            return method_hint(exchange);
        case Errc::group_not_found:
            return usual_mistake(exchange).value_or("");
        case Errc::unknown_key:
            return error.field == "key" ? unknown_field_hint(exchange) : "";
        case Errc::missing_argument:
            return missing_argument_hint(exchange, error.field);
        default:
            break;
    }
    if (error.code == Errc::invalid_argument && error.field == "userid")
        return userid_hint(sent_text(exchange, "userid"));
    if (std::string hint = lost_plus_hint(exchange, error); !hint.empty()) return hint;
    if (is_stored_property(exchange, error))
        return fmt::format(
            "What the account has stored as {0} is not valid any more, and keeps all else from "
            "being changed: change it first, with key={0}.",
            error.field);
    return "";
}

std::string filled(std::string_view sentence, const std::string& field, const Error& error) {
    std::string text(sentence);
    for (const auto& [mark, words] :
         {std::pair{"%s", printable(field)}, std::pair{"%a", printable(error.argument)}})
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + words.size()))
            text.replace(at, 2, words);
    return text;
}

// The sentence of the table, or one about all refusals of a kind.
std::string usual_hint(const Exchange& exchange, const Error& error) {
    const std::string field = subject(exchange, error);
    for (const Row& row : kRows) {
        if (row.code != error.code || (!row.field.empty() && row.field != field)) continue;
        if (field.empty() && row.sentence.find("%s") != std::string_view::npos) break;
        return filled(row.sentence, field, error);
    }
    const bool accident = error.code == Errc::internal && error.message.empty();
    if (accident)
        return fmt::format("The server failed; its log says why, under the request id {}.",
                           exchange.head.request_id);
    if (find_property(field)) return fmt::format("The value of {} has at most 2048 bytes.", field);
    return {};
}

}  // namespace

std::string hint_for(const Exchange& exchange, const Error& error) {
    std::string hint = special_hint(exchange, error);
    if (hint.empty()) hint = usual_hint(exchange, error);
    return hint + near_miss(exchange, error) + made_account_hint(exchange, error);
}

}  // namespace roster
