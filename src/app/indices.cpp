// SPDX-License-Identifier: Apache-2.0
#include "app/indices.h"

#include "directory/ready_objects.h"
#include "ocs/api/user_object.h"

namespace roster {

namespace {

bool make_some(Installation& house, storage::Connection& writer, std::int64_t most) {
    CallMemo work;
    Transaction tx(house, writer, work);
    const bool more = make_objects_ready(tx, most, ocs::json_object);
    tx.commit();
    return more;
}

}  // namespace

void make_indices(Installation& house) {
    constexpr std::int64_t kMany = 1'000;
    house.database.add_people_index();
    const std::unique_ptr<storage::Connection> writer = house.database.connect(true);
    while (make_some(house, *writer, kMany)) {
    }
}

bool make_some_objects_ready(Installation& house, storage::Connection& writer) {
    constexpr std::int64_t kSome = 64;
    return make_some(house, writer, kSome);
}

}  // namespace roster
