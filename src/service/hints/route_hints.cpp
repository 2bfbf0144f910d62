// SPDX-License-Identifier: Apache-2.0
#include "service/hints/route_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/text.h"

namespace roster {

namespace {

using Segments = std::vector<std::string_view>;

struct Mistake {
    std::string_view methods;
    std::string_view path;
    std::string_view sentence;
};

constexpr Mistake kMistakes[] = {
#include "service/hints/route_hints.inc"
};

// Prefixes of calls in other versions, folders and programs.
constexpr std::string_view kPrefixWords[] = {
    "index.php",
    "ocs",
    "ocs.php",
    "api",
};
constexpr std::string_view kFileWords[] = {"remote.php", "public.php", "webdav", "dav", "files"};

template <std::size_t count>
bool is_one_of(std::string_view word, const std::string_view (&words)[count]) {
    return std::ranges::any_of(
        words, [word](std::string_view one) { return equals_ignoring_case(one, word); });
}

// One of kPrefixWords, or a version: `v2`, `v2.php`.
bool is_prefix_word(std::string_view word) {
    if (is_one_of(word, kPrefixWords)) return true;
    const std::string lower = to_ascii_lower(word);
    std::string_view version = lower;
    if (version.ends_with(".php")) version.remove_suffix(4);
    return version.starts_with('v') && version.size() > 1 &&
           version.find_first_not_of("0123456789", 1) == version.npos;
}

Segments segments_of(std::string_view path) {
    Segments segments = split(path, '/');
    std::erase(segments, "");
    return segments;
}

// Such a route, for the collections of a user, accepts any word there.
bool takes_any_word(const Route& route) {
    return route.path.find(":word}") != route.path.npos;
}

bool is_placeholder(std::string_view segment) {
    return segment.starts_with('{');
}

const Protocol* find_protocol(const Exchange& exchange, std::string_view name) {
    const auto found = std::ranges::find(exchange.head.protocols, name, &Protocol::name);
    return found == exchange.head.protocols.end() ? nullptr : *found;
}

bool fits_ignoring_case(const Segments& pattern, const Segments& path) {
    return std::ranges::equal(pattern, path, [](std::string_view wanted, std::string_view given) {
        return is_placeholder(wanted) || equals_ignoring_case(wanted, given);
    });
}

// The path in the spelling of the route, with the placeholders of the sent path.
std::string spelled(const Segments& pattern, const Segments& path) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        text.append("/").append(is_placeholder(pattern[i]) ? path[i] : pattern[i]);
    return text;
}

struct Fit {
    const Route* route = nullptr;
    std::string path{};
};

// The route that the path means in any letter case; preferably one with the method.
Fit find_fit(const Protocol& protocol, const Segments& path, std::string_view method) {
    Fit found;
    for (const Route& route : protocol.routes) {
        const Segments pattern = segments_of(route.path);
        if (route.guard.role == Role::command_line || takes_any_word(route)) continue;
        if (!fits_ignoring_case(pattern, path)) continue;
        if (!found.route || (found.route->method != method && route.method == method))
            found = {&route, spelled(pattern, path)};
    }
    return found;
}

// Where the words of a prefix begin and end; behind all segments when there is none.
std::pair<std::size_t, std::size_t> find_prefix(const Segments& segments) {
    const auto first = std::ranges::find_if(segments, is_prefix_word);
    const auto last = std::find_if_not(first, segments.end(), is_prefix_word);
    return {static_cast<std::size_t>(first - segments.begin()),
            static_cast<std::size_t>(last - segments.begin())};
}

// The path of the call without any prefix.
Segments below_prefix(const Exchange& exchange) {
    Segments segments = segments_of(exchange.head.target.path);
    const auto [first, last] = find_prefix(segments);
    if (first < segments.size())
        segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(last));
    return segments;
}

std::optional<std::string> of_another_app(const Protocol& ocs, const Segments& call) {
    if (!call.empty() && is_one_of(call[0], kFileWords))
        return "Roster keeps accounts and groups, no files: it has no WebDAV.";
    if (call.size() < 2 || !equals_ignoring_case(call[0], "apps")) return std::nullopt;
    const bool known = std::ranges::any_of(ocs.routes, [&](const Route& route) {
        const Segments pattern = segments_of(route.path);
        return pattern.size() > 1 && pattern[0] == "apps" &&
               equals_ignoring_case(pattern[1], call[1]);
    });
    if (known) return std::nullopt;
    return fmt::format(
        "Roster has no app '{}' and none of its calls: it answers for accounts, groups, settings "
        "and "
        "app passwords.",
        printable(call[1]));
}

// How a path differs from the right one when only by letter case or a trailing slash; otherwise "".
std::string_view small_difference(std::string_view sent, std::string_view right) {
    const bool has_slash = sent.ends_with('/');
    if (has_slash) sent.remove_suffix(1);
    if (!equals_ignoring_case(sent, right)) return "";
    if (!has_slash) return "letter case matters.";
    return sent == right ? "it has no slash at its end, where an empty variable leaves one."
                         : "letter case matters, and it has no slash at its end.";
}

// What was wrong with the beginning or the spelling of a path.
std::string difference(std::string_view sent, const std::string& path, const Protocol& ocs) {
    // The other version's prefix is not a mistake.
    for (const std::string_view address : {ocs.address, std::string_view("/ocs/v1.php")})
        if (const auto small = small_difference(sent, std::string(address) + path); !small.empty())
            return std::string(small);
    return fmt::format("every call begins with {}, after the name of the server.", ocs.address);
}

// The full URL of the intended call, when only the prefix was wrong.
std::optional<std::string> right_address(const Exchange& exchange, const Protocol& ocs,
                                         const Segments& call) {
    Segments below_cloud{"cloud"};
    below_cloud.insert(below_cloud.end(), call.begin(), call.end());
    for (const Segments& candidate : {call, below_cloud}) {
        const Fit fit = find_fit(ocs, candidate, exchange.request.method);
        if (!fit.route) continue;
        return fmt::format("The address is {}{} ({}): {}", ocs.address, printable(fit.path),
                           fit.route->method, difference(exchange.head.target.path, fit.path, ocs));
    }
    return std::nullopt;
}

// The Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

// The pattern with the sent values of its placeholders.
std::string alike(const Segments& pattern, const Segments& path) {
    if (pattern.size() != path.size()) return fmt::format("/{}", fmt::join(pattern, "/"));
    return spelled(pattern, path);
}

std::string nearest_route(const Exchange& exchange, const Protocol& protocol) {
    constexpr std::size_t kLongestCompared = 200, kOtherMethod = 2;
    const std::string path =
        to_ascii_lower(std::string_view(exchange.head.path).substr(0, kLongestCompared));
    const Segments segments = segments_of(path);
    const Route* nearest = nullptr;
    std::size_t best = 0;
    for (const Route& route : protocol.routes) {
        if (route.guard.role == Role::command_line || takes_any_word(route)) continue;
        const std::size_t d = distance(path, alike(segments_of(route.path), segments)) +
                              (route.method == exchange.request.method ? 0 : kOtherMethod);
        if (nearest && d >= best) continue;
        nearest = &route;
        best = d;
    }
    const bool near = nearest && (nearest->path.starts_with(path) || best <= path.size() / 2);
    if (!near) return "No route has this path; the command roster routes lists all.";
    return fmt::format("No route has this path; the nearest is {} {}.", nearest->method,
                       nearest->path);
}

// The route exists, but not for this actor or at this time.
std::string closed_route(const Route& route) {
    if (route.guard.role == Role::command_line) return "Only the command line may call this.";
    return fmt::format("The app {0} is not enabled here: roster --data-dir DIR app:enable {0}",
                       route.app);
}

std::string filled(std::string_view sentence, const Array& found) {
    std::string text(sentence);
    for (const auto& [name, value] : found) {
        const std::string mark = fmt::format("{{{}}}", name);
        const std::string words = printable(value.text() ? *value.text() : "");
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + words.size()))
            text.replace(at, mark.size(), words);
    }
    return text;
}

bool names(std::string_view methods, std::string_view method) {
    if (methods.empty()) return true;
    const auto words = split(methods, ' ');
    return std::ranges::find(words, method) != words.end();
}

}  // namespace

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string printable(std::string_view text) {
    constexpr std::size_t kLongest = 80;
    std::string shown(text.substr(0, kLongest));
    std::ranges::replace_if(
        shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text.size() > kLongest ? shown + "..." : shown;
}

std::optional<std::string> usual_mistake(const Exchange& exchange) {
    if (!exchange.head.protocol->explains_paths) return std::nullopt;
    for (const Mistake& mistake : kMistakes) {
        if (!names(mistake.methods, exchange.request.method)) continue;
        if (const auto found = match_path(mistake.path, exchange.head.path))
            return filled(mistake.sentence, *found);
    }
    return std::nullopt;
}

std::string empty_segment_hint(const Exchange& exchange) {
    const std::string_view target = exchange.request.target;
    const std::string_view path = target.substr(0, target.find('?'));
    // The prefix before the call may end with a slash of its own.
    const std::size_t prefix = path.find(".php");
    const std::size_t call = path.find_first_not_of('/', prefix == path.npos ? 0 : prefix + 4);
    if (call == path.npos || path.find("//", call) == path.npos) return "";
    return "The path has two slashes behind each other, which count as one: something between them "
           "is empty, perhaps a variable.";
}

std::string path_hint(const Exchange& exchange) {
    const Exchange::Run& run = exchange.run;
    if (run.route) return closed_route(*run.route);
    if (auto mistake = usual_mistake(exchange)) return *std::move(mistake);
    const Protocol* ocs = find_protocol(exchange, "ocs");
    if (!ocs) return nearest_route(exchange, *exchange.head.protocol);
    const Segments call = below_prefix(exchange);
    const bool only_cloud = call.size() == 1 && equals_ignoring_case(call[0], "cloud");
    if (only_cloud || (call.empty() && !segments_of(exchange.head.target.path).empty()))
        return fmt::format(
            "The address ends before it names a call: begin with GET {}/cloud/users, the list of "
            "accounts.",
            ocs->address);
    if (auto other = of_another_app(*ocs, call)) return *std::move(other);
    if (auto address = right_address(exchange, *ocs, call)) return *std::move(address);
    const bool meant_ocs = call.size() < segments_of(exchange.head.target.path).size();
    return nearest_route(exchange, meant_ocs ? *ocs : *exchange.head.protocol);
}

std::string method_hint(const Exchange& exchange) {
    const std::string& method = exchange.request.method;
    for (const Route& route : exchange.head.protocol->routes)
        if (equals_ignoring_case(route.method, method) && route.method != method)
            return fmt::format("Write the method in capitals: {}, not {}.", route.method, method);
    if (auto mistake = usual_mistake(exchange)) return *std::move(mistake);
    Segments methods;
    bool known = false;
    for (const Route& route : exchange.head.protocol->routes) {
        if (!match_path(route.path, exchange.head.path)) continue;
        known = known || !takes_any_word(route);
        if (std::ranges::find(methods, route.method) == methods.end())
            methods.push_back(route.method);
    }
    if (!known) return path_hint(exchange);
    return fmt::format("This path exists, but not with this method: it has {}.",
                       fmt::join(methods, ", "));
}

}  // namespace roster
