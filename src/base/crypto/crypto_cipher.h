// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Nextcloud's authenticated ciphertext, version 3: hex(ciphertext)|hex(iv)|hex(code)|3,
// AES-128-CBC with HMAC-SHA512. The password may have any length.
std::string encrypt(std::string_view plaintext, std::string_view password);

// Reads version 3 and the older forms (versions 1 and 2, and those starting with v2|).
// Nothing: the text is no ciphertext, was changed, or belongs to another password. To read like
// Nextcloud what was written under the config's secret, try the empty password second.
std::optional<std::string> decrypt(std::string_view ciphertext, std::string_view password);

}  // namespace roster
