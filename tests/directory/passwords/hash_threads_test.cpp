// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/hash_threads.h"

#include <doctest/doctest.h>

#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

using namespace roster;

TEST_CASE("work that is spread is done once each, on as many threads as there are cores") {
    HashThreads threads(3);
    std::mutex mutex;
    std::multiset<std::size_t> done;
    std::set<std::thread::id> seen;
    std::latch all_here(3);
    threads.spread(30, [&](std::size_t i) {
        if (i < 3) all_here.arrive_and_wait();  // Each of the first three keeps its thread.
        const std::lock_guard lock(mutex);
        done.insert(i);
        seen.insert(std::this_thread::get_id());
    });
    CHECK(done.size() == 30);
    CHECK(std::set(done.begin(), done.end()).size() == 30);
    CHECK(seen.size() == 3);
}

TEST_CASE("several callers share the threads beside their own") {
    HashThreads threads(2);
    std::mutex mutex;
    std::set<std::thread::id> outer, inner;
    std::latch both(2);
    threads.spread(2, [&](std::size_t) {
        both.arrive_and_wait();
        // The only thread beside is taken.
        threads.spread(4, [&](std::size_t) {
            const std::lock_guard lock(mutex);
            inner.insert(std::this_thread::get_id());
        });
        const std::lock_guard lock(mutex);
        outer.insert(std::this_thread::get_id());
    });
    CHECK(inner == outer);
}

TEST_CASE("what fails on another thread is told to who spread the work") {
    HashThreads threads(2);
    CHECK_THROWS_WITH(threads.spread(8, [](std::size_t) { throw std::runtime_error("no memory"); }),
                      "no memory");
    std::size_t count = 0;
    HashThreads(1).spread(5, [&](std::size_t) { ++count; });
    CHECK(count == 5);
}
