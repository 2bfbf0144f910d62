// SPDX-License-Identifier: Apache-2.0
#include "model/uid.h"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace roster;

namespace {

std::size_t length_of(std::string_view text) {
    return text.size();
}

// What may stand for a name, and what it may be compared with.
template <class Wanted, class Given>
concept CanStandFor = requires(void (*take)(const Wanted&), const Given& given) {
    take(given);
};
template <class One, class Other>
concept CanBeEqual = requires(const One& one, const Other& other) {
    one == other;
};
template <class Name, class Wanted>
concept CanBeAmong = requires(const std::vector<Name>& names, const Wanted& wanted) {
    contains(names, wanted);
};
template <class T>
concept CanBeWritten = requires(std::ostream& out, const T& value) {
    out << value;
};

}  // namespace

TEST_CASE("a uid is never taken for a gid or a text, nor a secret for either") {
    static_assert(CanStandFor<Uid, Uid> && CanStandFor<std::string_view, Uid>);
    static_assert(!CanStandFor<Uid, Gid> && !CanStandFor<Gid, Uid> && !CanStandFor<Uid, Secret>);
    static_assert(!CanStandFor<Uid, std::string> && !CanStandFor<Gid, std::string_view>);
    static_assert(!std::is_constructible_v<Uid, Gid> && !std::is_constructible_v<Gid, Uid>);
    static_assert(CanBeEqual<Uid, Uid> && CanBeEqual<Gid, std::string_view>);
    static_assert(!CanBeEqual<Uid, Gid> && !CanBeEqual<Secret, std::string_view>);
    static_assert(CanBeAmong<Gid, Gid> && CanBeAmong<Gid, const char*> && !CanBeAmong<Gid, Uid>);
}

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
    static_assert(!fmt::is_formattable<Secret>::value && fmt::is_formattable<Uid>::value);
    static_assert(!CanBeWritten<Secret>);
    Secret first("Plum-Kettle-42");
    const Secret copy = first;
    const Secret second = std::move(first);
    CHECK(second.reveal() == "Plum-Kettle-42");
    CHECK(copy.reveal() == "Plum-Kettle-42");
    CHECK(first.reveal().empty());  // NOLINT(bugprone-use-after-move): that is the question.
}
