// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace roster {

// The setting with the path of the config.php that the data directory is attached to.
inline constexpr const char* kAttachedTo = "roster.attached_to";

}  // namespace roster
