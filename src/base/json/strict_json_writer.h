// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/json/writer.h"

namespace roster {

// RFC 8259's JSON, without PHP's ways: a map stays a map, `{}` when it is empty; text is UTF-8.
// U+FFFD stands for bytes that are no UTF-8; a number that is not finite makes it unrepresentable.
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
