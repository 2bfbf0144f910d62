// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "base/crypto.h"

namespace roster {

// A text that names one kind of thing: made on purpose, read like any text.
template <class Kind>
class Name {
  public:
    Name() = default;
    explicit Name(std::string text) : text_(std::move(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): what takes a text takes a name.
    operator std::string_view() const { return text_; }
    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    auto operator<=>(const Name&) const = default;
    bool operator==(const Name&) const = default;
    friend auto operator<=>(const Name& name, std::string_view text) {
        return std::string_view(name.text_) <=> text;
    }
    friend bool operator==(const Name& name, std::string_view text) { return name.text_ == text; }

  private:
    std::string text_{};
};

// The immutable id of a user, in its stored letter case, and that of a group.
using Uid = Name<struct UidKind>;
using Gid = Name<struct GidKind>;

// A password or token on its way through the program. It can be neither logged nor formatted, and
// its bytes are overwritten at its end.
class Secret {
  public:
    explicit Secret(std::string text) : text_(text) { wipe(text); }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : Secret() { text_.swap(other.text_); }
    Secret& operator=(Secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~Secret() { wipe(text_); }

    const std::string& reveal() const { return text_; }

  private:
    Secret() = default;

    std::string text_{};
};

}  // namespace roster

template <class Kind>
struct fmt::formatter<roster::Name<Kind>> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const roster::Name<Kind>& name, Context& context) const {
        return fmt::format_to(context.out(), "{}", name.text());
    }
};

template <>
struct fmt::formatter<roster::Secret> {
    formatter() = delete;
};
