// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/crypto/crypto.h"

namespace roster {

// A text that names one kind of thing. It is constructed explicitly but read like any text.
template <class Kind>
class Name {
  public:
    Name() = default;
    explicit Name(std::string text) : text_(std::move(text)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): what takes a text takes a name.
    operator std::string_view() const { return text_; }
    const std::string& text() const& { return text_; }
    std::string text() && { return std::move(text_); }
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

// The immutable ids of a user (in its stored letter case) and of a group.
using Uid = Name<struct UidKind>;
using Gid = Name<struct GidKind>;

// Names of different kinds cannot be compared, though each can be read as a text.
template <class Kind, class Other>
requires(!std::is_same_v<Kind, Other>) bool operator==(const Name<Kind>& name,
                                                       const Name<Other>& other) = delete;
template <class Kind, class Other>
requires(!std::is_same_v<Kind, Other>) auto operator<=>(const Name<Kind>& name,
                                                        const Name<Other>& other) = delete;

template <class Kind>
// Whether the names include this one, in the same letter case.
bool contains(const std::vector<Name<Kind>>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}
template <class Kind, class Other>
requires(!std::is_same_v<Kind, Other>) bool contains(const std::vector<Name<Kind>>& names,
                                                     const Name<Other>& name) = delete;

// A password or token in memory. It can be neither logged nor formatted, and its destructor
// overwrites its bytes.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : text_(taken(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : text_(taken(other.text_)) {}
    Secret& operator=(Secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~Secret() { wipe(text_); }

    const std::string& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }
    std::size_t size() const { return text_.size(); }

  private:
    // Takes the bytes of a text and leaves none behind. A short text is stored inside its object,
    // where a move would only copy it.
    static std::string taken(std::string& text) {
        if (text.capacity() > std::string().capacity()) return std::move(text);
        std::string copy(text);
        wipe(text);
        return copy;
    }

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

template <class Kind>
struct std::hash<roster::Name<Kind>> {
    std::size_t operator()(const roster::Name<Kind>& name) const {
        return std::hash<std::string>()(name.text());
    }
};

template <>
struct fmt::formatter<roster::Secret> {
    formatter() = delete;
};
