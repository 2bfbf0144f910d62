// SPDX-License-Identifier: Apache-2.0
#include "directory/doctor.h"

#include "api/handlers.h"

namespace roster::api {

namespace {

// No default, so that a new severity gets a name here.
std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "";
}

}  // namespace

Result<Done> examine(Call& call) {
    call.out.begin_list();
    for (const Finding& finding : roster::examine(call.tx)) {
        call.out.begin_map();
        call.out.member("name", finding.name);
        call.out.member("severity", name_of(finding.severity));
        call.out.member("text", finding.text);
        call.out.member("mend", finding.mend);
        call.out.end();
    }
    call.out.end();
    return Done{};
}

Result<Done> mend(Call& call) {
    const std::string name = TRY(call.required("name"));
    const std::int64_t rows = TRY(roster::mend(call.tx, name));
    call.out.begin_map();
    call.out.member("rows", rows);
    call.out.end();
    return Done{};
}

}  // namespace roster::api
