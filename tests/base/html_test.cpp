// SPDX-License-Identifier: Apache-2.0
#include "base/html.h"

#include <doctest/doctest.h>

using namespace roster;

TEST_CASE("nothing in a text is taken for HTML") {
    CHECK(escape_html("<a href=\"x\">Ünal & Co</a>") ==
          "&lt;a href=&quot;x&quot;&gt;Ünal &amp; Co&lt;/a&gt;");
    CHECK(escape_html("") == "");
}
