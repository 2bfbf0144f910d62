// SPDX-License-Identifier: Apache-2.0
#include "base/terminal.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE(
    "a terminal is silent until it is opened, and then says a line every few seconds at most") {
    Terminal terminal;
    CHECK_FALSE(terminal.say("(a line of a test)", 100));
    terminal.open();
    CHECK(terminal.say("(a line of a test)", 100));
    CHECK_FALSE(terminal.say("(a line of a test)", 104));
    CHECK(terminal.say("(a line of a test)", 105));
    CHECK(terminal.say("(a line of a test)", 50));  // The clock was put back.
}
