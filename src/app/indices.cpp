// SPDX-License-Identifier: Apache-2.0
#include "app/indices.h"

#include "directory/transaction.h"
#include "ocs/ready_objects.h"

namespace roster {

namespace {

bool make_objects_ready(Installation& house, storage::Connection& writer, std::int64_t most) {
    Work work;
    Transaction tx(house, writer, work);
    const bool more = ocs::make_objects_ready(tx, most);
    tx.commit();
    return more;
}

}  // namespace

void make_indices(Installation& house) {
    constexpr std::int64_t kMany = 1'000;
    house.database.add_people_index();
    const std::unique_ptr<storage::Connection> writer = house.database.connect(true);
    while (make_objects_ready(house, *writer, kMany)) {
    }
}

bool make_some_objects_ready(Installation& house, storage::Connection& writer) {
    constexpr std::int64_t kSome = 64;
    return make_objects_ready(house, writer, kSome);
}

}  // namespace roster
