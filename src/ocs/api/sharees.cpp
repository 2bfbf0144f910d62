// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/php/php.h"
#include "base/text.h"
#include "directory/config/app_values.h"
#include "directory/config/apps.h"
#include "directory/finding/autocomplete.h"
#include "directory/finding/people_rules.h"
#include "ocs/handlers.h"

namespace roster::ocs {

namespace {

constexpr std::int64_t kUsualPage = 200, kMostResults = 25;

// The lists of the answer; those without a type are always empty here.
struct List {
    std::string_view name;
    std::optional<ShareType> type;
    bool has_exact = true;
};
constexpr List kLists[] = {
    {"users", ShareType::user},      {"groups", ShareType::group}, {"remotes", ShareType::remote},
    {"remote_groups", std::nullopt}, {"emails", ShareType::email}, {"lookup", std::nullopt, false},
    {"circles", std::nullopt},       {"rooms", std::nullopt},
};

void write_empty_list(Writer& out, std::string_view name) {
    out.key(name);
    out.begin_list();
    out.end();
}

void write_value(Writer& out, const Suggestion& suggestion) {
    out.key("value");
    out.begin_map();
    out.member("shareType", static_cast<std::int64_t>(suggestion.type));
    out.member("shareWith", suggestion.id);
    if (suggestion.type == ShareType::remote) out.member("server", suggestion.server);
    out.end();
}

void write_sharee(Writer& out, const Suggestion& suggestion) {
    const bool is_account = suggestion.type == ShareType::user;
    const bool has_card = is_account && !suggestion.name.empty();
    out.begin_map();
    out.member("label", suggestion.label);
    if (is_account && !has_card) {
        out.member("subline", "");
        out.member("icon", "icon-user");
    }
    if (has_card || suggestion.type == ShareType::email) out.member("uuid", suggestion.id);
    if (suggestion.type == ShareType::remote) out.member("uuid", suggestion.name);
    if (!suggestion.name.empty()) out.member("name", suggestion.name);
    write_value(out, suggestion);
    if (is_account) out.member("shareWithDisplayNameUnique", suggestion.unique_name);
    if (is_account && !has_card) write_empty_list(out, "status");
    out.end();
}

void write_lists(Writer& out, const Suggestions& found, bool exact) {
    for (const List& list : kLists) {
        if (exact && !list.has_exact) continue;
        out.key(list.name);
        out.begin_list();
        if (list.type)
            for (const Suggestion& suggestion :
                 exact ? found.of(*list.type).exact : found.of(*list.type).wide)
                write_sharee(out, suggestion);
        out.end();
    }
}

void write_sharees(Writer& out, const Suggestions& found) {
    out.begin_map();
    out.key("exact");
    out.begin_map();
    write_lists(out, found, true);
    out.end();
    write_lists(out, found, false);
    out.member("lookupEnabled", false);
    out.end();
}

// The types of recipients that such an item can be shared with.
std::vector<ShareType> possible_types(Transaction& tx, std::string_view item) {
    const bool is_file = item == "file" || item == "folder";
    std::vector<ShareType> types{ShareType::user};
    if (app_text(tx, "core", "shareapi_allow_group_sharing", "yes") == "yes")
        types.push_back(ShareType::group);
    if (!is_file || is_app_enabled(tx, "sharebymail", tx.actor.uid))
        types.push_back(ShareType::email);
    const bool has_remotes =
        is_file && is_app_enabled(tx, "federatedfilesharing", tx.actor.uid) &&
        app_text(tx, "files_sharing", "outgoing_server2server_share_enabled", "yes") == "yes";
    if (has_remotes) types.push_back(ShareType::remote);
    return types;
}

// Removes the types that were not requested: by one number, a list of numbers, or all.
void keep_wanted(std::vector<ShareType>& types, const Value* wanted) {
    if (!wanted) return;
    std::vector<std::int64_t> numbers;
    if (wanted->array())
        for (const auto& [index, number] : *wanted->array())
            numbers.push_back(to_int(number));
    else
        numbers.push_back(to_int(*wanted));
    std::erase_if(types, [&numbers](ShareType type) {
        return std::ranges::count(numbers, static_cast<std::int64_t>(type)) == 0;
    });
}

// Encodes a form like PHP.
std::string form_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text)
        encoded += c == ' ' ? "+" : c == '~' ? "%7E" : percent_encode({&c, 1});
    return encoded;
}

std::string next_page(const Call& call, const PeopleSearch& search, std::string_view item) {
    std::string url = call.exchange.run.origin.url();
    url += call.exchange.head.v2 ? "/ocs/v2.php" : "/ocs/v1.php";
    url += "/apps/files_sharing/api/v1/sharees?search=" + form_encode(search.text) +
           "&itemType=" + form_encode(item);
    for (std::size_t i = 0; i < search.types.size(); ++i)
        url += "&shareType%5B" + std::to_string(i) +
               "%5D=" + std::to_string(static_cast<std::int64_t>(search.types[i]));
    return url + "&perPage=" + std::to_string(search.limit) +
           "&page=" + std::to_string(search.offset / search.limit + 2);
}

}  // namespace

Result<Done> list_sharees(Call& call) {
    const Settings& settings = *call.tx.settings;
    const std::string text = TRY(call.text("search"));
    const std::optional<std::string> item = TRY(call.optional_text("itemType"));
    const std::int64_t page = call.integer("page", 1);
    std::int64_t size = call.integer("perPage", kUsualPage);
    const bool is_too_short =
        std::ssize(text) < settings.integer("sharing.minSearchStringLength", 0);
    if (is_too_short || !may_share(call.tx)) {
        write_sharees(call.out, {});
        return Done{};
    }
    const std::int64_t most = settings.integer("sharing.maxAutocompleteResults", kMostResults);
    if (most > 0) size = std::min(size, most);
    if (size <= 0) return refuse(Errc::invalid_argument, "Invalid perPage argument", "perPage");
    constexpr std::int64_t kLastPage = 1'000'000;
    if (page <= 0 || page > kLastPage)
        return refuse(Errc::invalid_argument, "Invalid page", "page");
    if (!item) return refuse(Errc::invalid_argument, "Missing itemType", "itemType");
    PeopleSearch search{.text = text,
                        .types = possible_types(call.tx, *item),
                        .limit = size,
                        .offset = size * (page - 1)};
    keep_wanted(search.types, call.find("shareType"));
    const Suggestions found = suggest(call.tx, search);
    write_sharees(call.out, found);
    if (found.more)
        call.exchange.response.set("Link",
                                   "<" + next_page(call, search, *item) + ">; rel=\"next\"");
    return Done{};
}

}  // namespace roster::ocs
