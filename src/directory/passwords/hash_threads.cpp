// SPDX-License-Identifier: Apache-2.0
#include "directory/passwords/hash_threads.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <vector>

namespace roster {

std::size_t HashThreads::borrow(std::size_t wanted) {
    std::size_t free = free_.load();
    while (!free_.compare_exchange_weak(free, free - std::min(free, wanted))) {
    }
    return std::min(free, wanted);
}

void HashThreads::spread(std::size_t count, const std::function<void(std::size_t)>& compute) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex mutex;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++)
                compute(i);
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
    };
    const std::size_t borrowed = count > 1 ? borrow(count - 1) : 0;
    {
        std::vector<std::jthread> helpers;
        try {
            for (std::size_t i = 0; i < borrowed; ++i)
                helpers.emplace_back(work);
        } catch (const std::system_error&) {
            // No more threads available: it takes longer.
        }
        work();
    }
    free_ += borrowed;
    if (failure) std::rethrow_exception(failure);
}

}  // namespace roster
