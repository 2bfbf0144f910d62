// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roster {

// Bytes that a size like `5 GB`, `1.5t` or `500` stands for: the number at the start times the
// unit at the end (b, k, kb, m, ...; powers of 1024), rounded and kept to 14 digits, as Nextcloud
// has it after PHP made a text of it. A plain number stays as it is. Nothing when there is neither.
std::optional<double> parse_size(std::string_view text);

// Bytes for people: `0 B`, `1 KB`, `1.5 GB`. Below zero `?`.
std::string format_size(double bytes);

}  // namespace roster
