// SPDX-License-Identifier: Apache-2.0
#include "net/lane_pool.h"

#include <doctest/doctest.h>

#include <future>

using namespace roster;
using namespace roster::net;

TEST_CASE("a lane takes what waits in its order, in batches, and refuses when its queue is full") {
    std::promise<void> gate;
    std::shared_future<void> open = gate.get_future().share();
    std::promise<void> taken;
    std::vector<std::size_t> batches;
    std::vector<int> order;
    {
        LanePool pool({.threads = 1, .waiting = 5, .batch = 3},
                      [&](std::span<LaneTask> batch, std::size_t) {
                          if (batches.empty()) taken.set_value();
                          batches.push_back(batch.size());
                          open.wait();
                          for (LaneTask& task : batch)
                              task.done(std::nullopt);
                      });
        const auto push = [&](int number) {
            return pool.push(
                {.done = [&, number](std::optional<Lane>) { order.push_back(number); }});
        };
        CHECK(push(0));
        taken.get_future().wait();
        for (int number = 1; number <= 5; ++number)
            CHECK(push(number));
        CHECK_FALSE(push(6));
        gate.set_value();
    }
    // Closing has finished what was waiting.
    CHECK(batches == std::vector<std::size_t>{1, 3, 2});
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5});
}
