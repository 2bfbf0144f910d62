// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "directory/transaction.h"
#include "model/error.h"

namespace roster {

// Refuses where Nextcloud fails instead of answering: clients see 996, and the log has the text.
inline Unexpected<Error> refuse_as_accident(Transaction& tx, std::string message,
                                            std::string field = "",
                                            std::string_view exception = "Exception") {
    tx.log({.level = LogLevel::error,
            .message = message,
            .exception = std::string(exception),
            .exception_message = message});
    return refuse(Errc::internal, std::move(message), std::move(field));
}

}  // namespace roster
