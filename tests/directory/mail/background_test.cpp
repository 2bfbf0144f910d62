// SPDX-License-Identifier: Apache-2.0
#include "directory/mail/background.h"

#include <doctest/doctest.h>

#include <future>
#include <string>

using namespace roster;

TEST_CASE("errands run one after another in the order in which they were given") {
    Background background;
    std::string done;
    for (const char letter : {'a', 'b', 'c'})
        CHECK(background.run([&done, letter](const Background::Hurry&) { done += letter; }));
    background.wait();
    CHECK(done == "abc");
}

TEST_CASE("an errand that is running when the program ends is told to hurry") {
    bool hurried = false;
    std::promise<void> started;
    {
        Background background(std::chrono::milliseconds(1));
        background.run([&](const Background::Hurry& hurry) {
            started.set_value();
            for (int i = 0; i < 5000 && !hurry(); ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            hurried = hurry();
        });
        started.get_future().wait();
    }
    CHECK(hurried);
}
