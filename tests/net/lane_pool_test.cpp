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

TEST_CASE("a lane tends after each batch, and while nothing comes until nothing is left") {
    const std::size_t pieces = 3;
    std::promise<void> rested_first, rested_again;
    std::vector<bool> tended;  // whether busy
    LanePool pool(
        {.threads = 1, .waiting = 5, .batch = 3}, [](std::span<LaneTask>, std::size_t) {},
        [&](bool busy) {
            tended.push_back(busy);
            if (tended.size() == pieces) rested_first.set_value();
            if (tended.size() == 2 * pieces) rested_again.set_value();
            return tended.size() % pieces != 0;
        });
    rested_first.get_future().wait();
    CHECK(pool.push({}));
    rested_again.get_future().wait();
    CHECK(tended == std::vector<bool>{false, false, false, true, false, false});
}

TEST_CASE("a task that comes while a lane tends waits for one piece of work only") {
    std::promise<void> begun, pushed, done;
    std::shared_future<void> go_on = pushed.get_future().share();
    int pieces = 0;
    int pieces_before = 0;
    LanePool pool(
        {.threads = 1, .waiting = 5, .batch = 3},
        [&](std::span<LaneTask>, std::size_t) {
            pieces_before = pieces;
            done.set_value();
        },
        [&](bool) {
            if (++pieces == 1) begun.set_value();
            go_on.wait();
            return true;  // There is always more to do.
        });
    begun.get_future().wait();
    CHECK(pool.push({}));
    pushed.set_value();
    done.get_future().wait();
    CHECK(pieces_before == 1);
}

TEST_CASE("a late task waits behind those that are not, also those that come after it") {
    std::promise<void> gate, taken;
    std::vector<int> order;
    {
        LanePool pool({.threads = 1, .waiting = 9}, [&](std::span<LaneTask> batch, std::size_t) {
            if (order.empty()) taken.set_value();
            if (order.empty()) gate.get_future().wait();
            batch.front().done(std::nullopt);
        });
        const auto push = [&](int number, bool late) {
            CHECK(pool.push({.late = late, .done = [&order, number](std::optional<Lane>) {
                                 order.push_back(number);
                             }}));
        };
        push(0, false);
        taken.get_future().wait();
        push(1, true);
        push(2, false);
        push(3, true);
        push(4, false);
        gate.set_value();
    }
    CHECK(order == std::vector<int>{0, 2, 4, 1, 3});
}
