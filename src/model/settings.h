// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"
#include "model/uid.h"

namespace roster {

// The system settings of an installation: what config.php holds in Nextcloud, under its keys.
class Settings {
  public:
    Settings() = default;
    explicit Settings(Array values) : values_(std::move(values)) {}

    const Array& values() const { return values_; }
    // nullptr when absent.
    const Value* find(std::string_view key) const { return values_.find(key); }
    std::string text(std::string_view key, std::string_view otherwise = "") const;
    std::int64_t integer(std::string_view key, std::int64_t otherwise) const;
    bool boolean(std::string_view key, bool otherwise) const;
    // The texts of a list, or the text itself as a list of one.
    std::vector<std::string> texts(std::string_view key) const;
    // What everything is signed and sealed with. Throws std::runtime_error where there is none:
    // with an empty one everybody could sign.
    Secret secret() const;
    // The first setting without which nobody can be served that is absent, empty or no text:
    // `secret`, or `instanceid`, the name of the session cookie. Empty when both are there.
    std::string_view missing() const;

  private:
    Array values_;
};

}  // namespace roster
