// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_lists.h"

#include "directory/profiles/phone_search.h"
#include "ocs/api/known_objects.h"
#include "ocs/handlers.h"

namespace roster::ocs {

Result<Done> list_users(Call& call) {
    const ListPage page = TRY(read_page(call));
    const std::vector<Value> keys = TRY(list_user_keys(call.tx, page));
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
    const ListPage page = TRY(read_page(call));
    write_users_map(call, TRY(list_users(call.tx, page)));
    return Done{};
}

Result<Done> list_disabled_users(Call& call) {
    const ListPage page = TRY(read_page(call));
    write_users_map(call, TRY(list_disabled_users(call.tx, page)));
    return Done{};
}

Result<Done> list_recent_users(Call& call) {
    const ListPage page = TRY(read_page(call));
    write_users_map(call, TRY(list_recent_users(call.tx, page)));
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
