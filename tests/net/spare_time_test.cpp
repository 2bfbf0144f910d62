// SPDX-License-Identifier: Apache-2.0
#include "net/spare_time.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <future>

using namespace roster::net;
using namespace std::chrono_literals;

TEST_CASE("spare time is spent piece by piece until nothing is left, and again when nudged") {
    const std::atomic<std::uint64_t> rounds = 0;
    std::promise<int> first, second;
    int pieces = 0;
    SpareTime spare(
        [&] {
            ++pieces;
            if (pieces == 3) first.set_value(getpriority(PRIO_PROCESS, 0));
            if (pieces == 4) second.set_value(pieces);
            return pieces < 3;
        },
        rounds, {.quiet = 1ms, .longest = 1min});
    CHECK(first.get_future().get() == 19);
    spare.nudge();
    CHECK(second.get_future().get() == 4);
}

TEST_CASE("spare time begins when no call has come for a moment, or at last all the same") {
    for (const bool waits_long : {true, false}) {
        CAPTURE(waits_long);
        std::atomic<std::uint64_t> rounds = 0;
        std::atomic<bool> begun = false;
        const SpareTime spare(
            [&] {
                begun = true;
                return false;
            },
            rounds, {.quiet = 100ms, .longest = waits_long ? 60'000ms : 300ms});
        const auto end = std::chrono::steady_clock::now() + 2s;
        bool met_calls = false;
        while (std::chrono::steady_clock::now() < end && !met_calls) {
            ++rounds;
            met_calls = begun;
            std::this_thread::sleep_for(1ms);
        }
        CHECK(met_calls == !waits_long);
        while (!begun)
            std::this_thread::sleep_for(1ms);
    }
}

TEST_CASE("a server that stops does not wait for spare time") {
    const std::atomic<std::uint64_t> rounds = 0;
    bool begun = false;
    const auto begin = std::chrono::steady_clock::now();
    {
        const SpareTime spare([&] { return begun = true; }, rounds,
                              {.quiet = 1min, .longest = 1min});
    }
    CHECK(std::chrono::steady_clock::now() - begin < 30s);
    CHECK_FALSE(begun);
}
