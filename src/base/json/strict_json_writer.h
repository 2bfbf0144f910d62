// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/json/writer.h"

namespace roster {

// Writes JSON as in RFC 8259, without PHP's conversions: a map stays a map, `{}` when empty; text
// is UTF-8. U+FFFD replaces bytes that are not UTF-8. A number that is not finite makes the answer
// unrepresentable.
class StrictJsonWriter final : public Writer {
  public:
    explicit StrictJsonWriter(std::string& out);
    ~StrictJsonWriter() override;
    void begin_map() override;
    void begin_list() override;
    void end() override;
    void key(std::string_view name) override;
    void text(std::string_view value) override;
    void integer(std::int64_t value) override;
    void number(double value) override;
    void boolean(bool value) override;
    void null() override;
    bool representable() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace roster
