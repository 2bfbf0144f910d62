// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/settings.h"

namespace roster::ocs {

// Translates a text with the files of the Nextcloud that this data directory is attached to; the
// English text when they lack it. `folder` says where the files are (`lib`,
// `apps/provisioning_api`). A file is read on first use, and again when it has changed. Nothing
// without such a Nextcloud, or when the file cannot be read.
std::optional<std::string> text_of_nextcloud(const Settings& settings, std::string_view folder,
                                             std::string_view language, std::string_view english);

}  // namespace roster::ocs
