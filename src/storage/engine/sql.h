// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace roster::storage {

// A statement as it stands in the source. Only a literal converts to it: text built at run time,
// which might contain input, does not compile. So values reach a statement only as parameters, and
// the address of the literal can stand for its text.
class Sql {
  public:
    // The check makes the compiler reject an array that can change.
    template <std::size_t Size>
    consteval Sql(const char (&literal)[Size]) : text_(literal, Size - 1) {
        if (literal[Size - 1] != '\0') throw "not a literal";
    }
    // A literal that was built from others at compile time.
    template <std::size_t Size>
    explicit consteval Sql(const std::array<char, Size>& made) : text_(made.data(), Size - 1) {
        if (made[Size - 1] != '\0') throw "no end";
    }

    constexpr std::string_view text() const { return text_; }

  private:
    std::string_view text_;
};

}  // namespace roster::storage
