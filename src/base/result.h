// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <variant>

namespace roster {

// A refusal to return; converts to any Expected with that error type.
template <class E>
struct Unexpected {
    E error;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

// A value or the reason why there is none, with std::expected's names (g++ 12 has std::expected
// only under -std=c++23).
template <class T, class E>
class [[nodiscard]] Expected {
  public:
    Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Expected(Unexpected<E> refusal) : state_(std::in_place_index<1>, std::move(refusal.error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    E& error() & { return std::get<1>(state_); }
    const E& error() const& { return std::get<1>(state_); }

  private:
    std::variant<T, E> state_;
};

}  // namespace roster

// The value of an expression that yields an Expected, or an early return of its refusal. The only
// macro of the code base; never nest it.
#define TRY(expression)                                                   \
    ({                                                                    \
        auto&& try_result = (expression);                                 \
        if (!try_result) return ::roster::Unexpected{try_result.error()}; \
        std::move(try_result).value();                                    \
    })
