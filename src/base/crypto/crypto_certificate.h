// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace roster {

struct CertificateAndKey {
    std::string certificate;  // PEM
    std::string key;          // PEM, PKCS#8, P-256
};

// Makes a self-signed certificate for these host names and IP addresses (at least one; the first is
// also its subject), valid for `days`. Throws std::runtime_error when a name is neither.
CertificateAndKey make_self_signed(const std::vector<std::string>& names, int days);

// When the first certificate of a PEM file expires, in Unix seconds; nothing when the file has
// none.
std::optional<std::int64_t> certificate_end(const std::string& file);

}  // namespace roster
