// SPDX-License-Identifier: Apache-2.0
// Queries, forms of both kinds and bodies of requests: within PHP's limits, whatever they hold.
#include "http/forms.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "http/router.h"

using namespace roster;
using fuzz::require;

namespace {

constexpr std::size_t kFewVariables = 20;
constexpr std::size_t kMostLevels = 65;  // A name and its 64 brackets.

struct Size {
    std::size_t levels = 0;
    std::size_t texts = 0;
};

Size size_of(const Value& value) {
    const Array* array = value.array();
    if (!array) return {.texts = 1};
    Size size;
    for (const auto& [key, member] : *array) {
        const Size inside = size_of(member);
        size.levels = std::max(size.levels, inside.levels);
        size.texts += inside.texts;
    }
    ++size.levels;
    return size;
}

void check_variables(const Array& variables, std::size_t most) {
    const Size size = size_of(Value(variables));
    require(size.texts <= most, "there are no more variables than PHP takes");
    require(size.levels <= kMostLevels + 1, "brackets are no deeper than PHP takes them");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::string_view kMethods[] = {"GET",    "POST",  "PUT",
                                                    "DELETE", "PATCH", "HEAD"};
    fuzz::Input input(data, size);
    Request request{.method = std::string(kMethods[input.byte() % std::size(kMethods)])};
    request.target = input.line();
    const std::string content_type(input.line());
    request.headers.push_back({.name = "Content-Type", .value = content_type});
    request.body = input.rest();

    check_variables(parse_form(request.body, kFewVariables), kFewVariables);
    check_variables(parse_multipart(request.body, content_type, kFewVariables), kFewVariables);
    const Target target = parse_target(request.target);
    require(target.raw_path.find("//") == std::string::npos, "runs of slashes are one slash");
    Array of_path;
    if (auto found = match_path("/{one}/x/{two:word}/{rest*}", target.path))
        of_path = *std::move(found);
    const auto parameters = request_parameters(request, of_path);
    if (!parameters) return 0;  // Too many values.
    for (const auto& [name, value] : *parameters)
        require(!is_whole_number(name), "no parameter has a number for its name");
    return 0;
}
