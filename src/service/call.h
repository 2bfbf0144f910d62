// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json/value.h"
#include "base/json/writer.h"
#include "directory/transaction.h"
#include "http/message.h"
#include "model/error.h"
#include "service/exchange.h"

namespace roster {

// What a handler works with: its arguments, the unit of work and the writer. Arguments are bound by
// name like in PHP (contract: parameters, section 4); a missing one or one of the wrong type
// refuses missing_argument with its name as field.
class Call {
  public:
    Call(Exchange& exchange_, Transaction& tx_)
        : exchange(exchange_), tx(tx_), out(*exchange_.run.out) {}

    Exchange& exchange;
    Transaction& tx;
    Writer& out;

    const Value* find(std::string_view name) const;  // nullptr when absent or null
    // A text that must be present.
    Result<std::string> required(std::string_view name) const;
    // A text, `otherwise` when it is absent.
    Result<std::string> text(std::string_view name, std::string_view otherwise = "") const;
    // A text, nothing when it is absent.
    Result<std::optional<std::string>> optional_text(std::string_view name) const;
    // PHP's conversion to a whole number; nothing, or `otherwise`, when it is absent. Never
    // refuses.
    std::optional<std::int64_t> optional_integer(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    // A list or map that must be present.
    Result<Array> required_list(std::string_view name) const;
    // A list or map, empty when it is absent.
    Result<Array> list(std::string_view name) const;
    // A list of texts; its keys are ignored. Refuses entries that are not texts.
    Result<std::vector<std::string>> texts(std::string_view name) const;
};

}  // namespace roster
