// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/start_page.h"

#include "base/text.h"
#include "directory/config/apps.h"

namespace roster::ocs {

std::string start_page(Call& call) {
    const bool has_dashboard = is_app_enabled(call.tx, "dashboard", call.tx.actor.uid);
    return call.exchange.run.origin.url() + (has_dashboard ? "/apps/dashboard/" : "/apps/files/");
}

std::string encode_query_value(std::string_view text) {
    constexpr std::string_view kReadable = "/?@:!;,*";
    std::string encoded;
    for (const char c : text)
        encoded += kReadable.find(c) != std::string_view::npos ? std::string(1, c)
                                                               : percent_encode({&c, 1});
    return encoded;
}

}  // namespace roster::ocs
