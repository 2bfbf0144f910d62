// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace roster::storage {

// A statement as it stands in the source. Only a literal becomes one: text that is made at run
// time, which might have somebody's input in it, does not compile. So values get into a statement
// as parameters only, and the literal's address can stand for its text.
class Sql {
  public:
    // Reading it refuses an array whose content may change.
    template <std::size_t Size>
    consteval Sql(const char (&literal)[Size]) : text_(literal, Size - 1) {
        if (literal[Size - 1] != '\0') throw "not a literal";
    }
    // A literal that was made of others when the program was compiled.
    template <std::size_t Size>
    explicit consteval Sql(const std::array<char, Size>& made) : text_(made.data(), Size - 1) {
        if (made[Size - 1] != '\0') throw "no end";
    }

    constexpr std::string_view text() const { return text_; }

  private:
    std::string_view text_;
};

}  // namespace roster::storage
