// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// The bytes of a size like `5 GB`, `1.5t` or `500`: the number at the start times the unit at the
// end (b, k, kb, m, ...; powers of 1024), rounded and reduced to 14 digits, as Nextcloud does
// through PHP's conversion to text. A plain number stays as it is. Nothing when the text is not a
// size.
std::optional<double> parse_size(std::string_view text);

// Formats bytes for display: `0 B`, `1 KB`, `1.5 GB`. `?` below zero.
std::string format_size(double bytes);

}  // namespace roster
