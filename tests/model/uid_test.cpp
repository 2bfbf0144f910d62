// SPDX-License-Identifier: Apache-2.0
#include "model/uid.h"

#include <doctest/doctest.h>

#include <type_traits>

using namespace roster;

namespace {

std::size_t length_of(std::string_view text) {
    return text.size();
}

}  // namespace

TEST_CASE("a uid is made on purpose, and read and formatted like any text") {
    static_assert(!std::is_convertible_v<std::string, Uid>);
    static_assert(!std::is_convertible_v<Gid, Uid>);
    const Uid uid("ann");
    CHECK(length_of(uid) == 3);
    CHECK(uid == "ann");
    CHECK("ann" == uid);
    CHECK(Uid("ann") < Uid("ben"));
    CHECK(fmt::format("<{}>", uid) == "<ann>");
}

TEST_CASE("a secret is neither a text nor formatted, and moving it leaves nothing behind") {
    static_assert(!std::is_convertible_v<std::string, Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string_view>);
    static_assert(!std::is_constructible_v<std::string, Secret>);
    static_assert(!fmt::is_formattable<Secret>::value);
    Secret first("Plum-Kettle-42");
    const Secret copy = first;
    const Secret second = std::move(first);
    CHECK(second.reveal() == "Plum-Kettle-42");
    CHECK(copy.reveal() == "Plum-Kettle-42");
    CHECK(first.reveal().empty());  // NOLINT(bugprone-use-after-move): that is the question.
}
