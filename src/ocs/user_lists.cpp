// SPDX-License-Identifier: Apache-2.0
#include "directory/user_lists.h"

#include "directory/phone_search.h"
#include "ocs/handlers.h"
#include "ocs/known_objects.h"

namespace roster::ocs {

namespace {

Result<UserPage> read_page(const Call& call) {
    UserPage page;
    page.search = TRY(call.text("search"));
    page.limit = call.optional_integer("limit");
    page.offset = call.integer("offset", 0);
    return page;
}

}  // namespace

Result<Done> list_users(Call& call) {
    const UserPage page = TRY(read_page(call));
    const std::vector<Value> keys = TRY(roster::list_user_keys(call.tx, page));
    call.out.begin_map();
    call.out.key("users");
    call.out.begin_list();
    for (const Value& key : keys)
        call.out.value(key);
    call.out.end();
    call.out.end();
    return Done{};
}

Result<Done> list_users_details(Call& call) {
    const UserPage page = TRY(read_page(call));
    write_users_map(call, TRY(roster::list_users(call.tx, page)));
    return Done{};
}

Result<Done> list_disabled_users(Call& call) {
    const UserPage page = TRY(read_page(call));
    write_users_map(call, TRY(roster::list_disabled_users(call.tx, page)));
    return Done{};
}

Result<Done> list_recent_users(Call& call) {
    const UserPage page = TRY(read_page(call));
    write_users_map(call, TRY(roster::list_recent_users(call.tx, page)));
    return Done{};
}

Result<Done> search_by_phone(Call& call) {
    const std::string location = TRY(call.required("location"));
    const Array search = TRY(call.required_list("search"));
    const auto found = TRY(roster::search_by_phone(call.tx, location, search));
    if (found.empty()) return Done{};
    const std::string address = cloud_address(call.tx);
    call.out.begin_map();
    for (const auto& [key, uid] : found)
        call.out.member(key, uid + "@" + address);
    call.out.end();
    return Done{};
}

}  // namespace roster::ocs
