// SPDX-License-Identifier: Apache-2.0
#include "app/attach/reference.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "api/routes.h"
#include "ocs/routes.h"

using namespace roster;

TEST_CASE("the reference has a line for every endpoint") {
    const std::string text = reference();
    const auto count_lines = [&text](std::string_view prefix) {
        std::size_t lines = 0;
        for (std::size_t place = 0; (place = text.find(prefix, place)) != std::string::npos;
             ++place)
            ++lines;
        return lines;
    };
    CHECK(count_lines("`/ocs/v2.php/") == ocs::routes().size());
    CHECK(count_lines("`/api/v1/") == api::routes().size());
    CHECK(text.find("{groupId*}") == std::string::npos);
    CHECK(text.find("| PUT | `/ocs/v2.php/cloud/users/{userId}` | user | asks sessions for the "
                    "password again; 50 calls in 600 s |") != std::string::npos);
    CHECK(count_lines("| user | needs no header `OCS-APIRequest` |") == 2);
}

TEST_CASE("docs/api.md is what `roster routes --markdown` prints") {
    std::stringstream text;
    text << std::ifstream(ROSTER_TESTS_DIR "/../docs/api.md").rdbuf();
    // Neither text is shown: they are long, and the command says more.
    const bool is_fresh = text.str() == reference();
    CHECK_MESSAGE(is_fresh, "run: build/dev/roster routes --markdown > docs/api.md");
}
