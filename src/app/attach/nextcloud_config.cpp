// SPDX-License-Identifier: Apache-2.0
#include "app/attach/nextcloud_config.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/json/json.h"
#include "base/php/php_config.h"
#include "base/secrets.h"
#include "base/text.h"
#include "model/settings.h"

namespace roster {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSiblingEnd = ".config.php";
constexpr std::string_view kKnownVersion = "32.";

std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || fs::is_directory(path))
        throw std::runtime_error(fmt::format(
            "cannot read {}: {}; --config names the config.php of a Nextcloud, readable for you",
            path, file ? "it is a directory" : strerror(errno)));
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// Compares numbers by value: `2.config.php` comes before `10.config.php`.
bool comes_before(const std::string& a, const std::string& b) {
    std::size_t i = 0, j = 0;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    while (i < a.size() && j < b.size()) {
        if (!is_digit(a[i]) || !is_digit(b[j])) {
            if (a[i] != b[j]) return a[i] < b[j];
            ++i, ++j;
            continue;
        }
        const auto number_at = [&](const std::string& text, std::size_t& place) {
            const std::size_t start = std::min(text.find_first_not_of('0', place), text.size());
            place = start;
            while (place < text.size() && is_digit(text[place]))
                ++place;
            return text.substr(start, place - start);
        };
        const std::string x = number_at(a, i), y = number_at(b, j);
        if (x.size() != y.size()) return x.size() < y.size();
        if (x != y) return x < y;
    }
    return a.size() - i < b.size() - j;
}

std::vector<std::string> siblings_of(const std::string& path) {
    std::vector<std::string> names;
    std::error_code unreadable;
    const fs::path folder = fs::absolute(path).parent_path();
    for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(kSiblingEnd) && name.front() != '.') names.push_back(name);
    }
    std::ranges::sort(names, comes_before);
    for (std::string& name : names)
        name = (folder / name).string();
    return names;
}

std::string sentence(const std::string& path, const PhpFault& fault) {
    return fmt::format("{}, line {}: {}", path, fault.line, fault.reason);
}

Value value_of(const std::string& key, const std::string& text) {
    if (names_secret(key)) return text;
    if (text == "true" || text == "false" || text == "null" || text.starts_with('[') ||
        text.starts_with('{'))
        if (std::optional<Value> value = parse_json(text)) return *std::move(value);
    return text;
}

void apply(Array& settings, const std::string& change) {
    const std::size_t equals = change.find('=');
    if (equals == 0 || equals == change.npos)
        throw std::runtime_error(
            fmt::format("--set needs KEY=VALUE, such as --set dbhost=127.0.0.1, instead of {}",
                        equals == 0 ? "a value alone" : change));
    const std::string key = change.substr(0, equals);
    settings.set(key, value_of(key, change.substr(equals + 1)));
}

void need(const Settings& settings, std::string_view key) {
    if (settings.text(key).empty())
        throw std::runtime_error(
            fmt::format("the configuration has no {0}; without it Roster cannot work beside this "
                        "Nextcloud: name the right config.php, or give it with --set {0}=VALUE",
                        key));
}

bool is_prefix(std::string_view text) {
    return text.size() <= 32 && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_';
           });
}

}  // namespace

NextcloudConfig read_nextcloud_config(const std::string& path,
                                      const std::vector<std::string>& changes) {
    Expected<Array, PhpFault> main = read_php_config(contents_of(path));
    if (!main) throw std::runtime_error(sentence(path, main.error()));
    NextcloudConfig config{.settings = *std::move(main)};
    for (const std::string& sibling : siblings_of(path)) {
        if (sibling == fs::absolute(path).string()) continue;
        const Expected<Array, PhpFault> more = read_php_config(contents_of(sibling));
        if (!more) {
            config.notes.push_back(
                fmt::format("Left out {}; give what matters in it with --set KEY=VALUE.",
                            sentence(sibling, more.error())));
            continue;
        }
        for (const auto& [key, value] : *more)
            config.settings.set(key, value);
        config.notes.push_back(fmt::format("Merged {}.", sibling));
    }
    for (const std::string& change : changes)
        apply(config.settings, change);
    return config;
}

void check_nextcloud_config(const Array& values) {
    const Settings settings(values);
    need(settings, "version");
    const std::string version = settings.text("version");
    if (!version.starts_with(kKnownVersion))
        throw std::runtime_error(fmt::format(
            "this is Nextcloud {}; Roster knows the tables of Nextcloud 32 only: upgrade that "
            "Nextcloud, or use the Roster that belongs to it",
            version));
    if (!settings.boolean("installed", false))
        throw std::runtime_error(
            "this Nextcloud says that it is not installed; finish its installation first (occ "
            "maintenance:install)");
    for (const char* key : {"dbtype", "instanceid", "secret"})
        need(settings, key);
    const std::string type = settings.text("dbtype");
    if (type != "sqlite3" && type != "sqlite" && type != "mysql" && type != "pgsql")
        throw std::runtime_error(fmt::format(
            "the database is of the type {}; Roster speaks sqlite3, mysql (MariaDB) and pgsql",
            type));
    if (!is_prefix(settings.text("dbtableprefix", "oc_")))
        throw std::runtime_error(
            "dbtableprefix may only have letters, digits and _, at most 32 of them");
}

}  // namespace roster
