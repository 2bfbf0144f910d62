// SPDX-License-Identifier: Apache-2.0
#include "cli/handlers.h"

namespace roster::cli {

int attach(Invocation& invocation) {
    const std::string config = invocation.option("config");
    if (config.empty())
        return invocation.fail_with_usage(
            "attach needs the config.php of a Nextcloud: --config /var/www/nextcloud/config/"
            "config.php");
    const Attaching wanted{.config = config,
                           .data_dir = invocation.data_dir,
                           .changes = invocation.arguments.values("set"),
                           .add_indexes = invocation.has("add-indexes")};
    for (const std::string& line : invocation.surroundings.attach(wanted))
        invocation.say(line);
    return 0;
}

int detach(Invocation& invocation) {
    for (const std::string& line : invocation.surroundings.detach(invocation.data_dir))
        invocation.say(line);
    return 0;
}

}  // namespace roster::cli
