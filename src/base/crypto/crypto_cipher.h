// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Nextcloud's authenticated ciphertext, version 3: hex(ciphertext)|hex(iv)|hex(code)|3,
// AES-128-CBC with HMAC-SHA512. The password may have any length.
std::string encrypt(std::string_view plaintext, std::string_view password);

// Reads version 3 and the older forms (versions 1 and 2, and those starting with v2|). Returns
// nothing when the text is not a ciphertext, was changed, or needs another password. For values
// encrypted with the config's secret, Nextcloud tries the empty password second; so should the
// caller.
std::optional<std::string> decrypt(std::string_view ciphertext, std::string_view password);

}  // namespace roster
