// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/value.h"
#include "model/uid.h"

namespace roster {

// The system settings of an installation: the content of Nextcloud's config.php, under the same
// keys.
class Settings {
  public:
    Settings() = default;
    explicit Settings(Array values) : values_(std::move(values)) {}

    const Array& values() const { return values_; }
    // nullptr when absent.
    const Value* find(std::string_view key) const { return values_.find(key); }
    // The value converted to the type, or `otherwise` when the setting is absent or null.
    std::string text(std::string_view key, std::string_view otherwise = "") const;
    std::int64_t integer(std::string_view key, std::int64_t otherwise) const;
    bool boolean(std::string_view key, bool otherwise) const;
    // The texts of a list, or the text itself as a list of one.
    std::vector<std::string> texts(std::string_view key) const;
    // The key for signatures and encryption. Throws std::runtime_error when it is absent: with an
    // empty key anybody could sign.
    Secret secret() const;
    // The first required setting that is absent, empty or not a text: `secret`, or `instanceid`
    // (the name of the session cookie). Empty when both are set. Without them no call can be
    // served.
    std::string_view missing() const;

  private:
    Array values_;
};

}  // namespace roster
