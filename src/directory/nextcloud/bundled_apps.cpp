// SPDX-License-Identifier: Apache-2.0
#include "directory/nextcloud/bundled_apps.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/json/writer.h"
#include "base/text.h"
#include "storage/schema/seed_data.h"

namespace roster {
namespace {

constexpr std::string_view kServerIssues = "https://github.com/nextcloud/server/issues";

// An app's own description. Empty members are left out.
struct AppText {
    std::string_view id{};
    std::string_view name{};
    std::string_view summary{};
    std::string_view description{};  // "" stands for the summary
    std::string_view authors{};      // separated by `|`, each `NAME` or `NAME <MAIL>`
    std::string_view name_space{};
    std::string_view documentation{};  // `AUDIENCE:LINK`, separated by blanks
    std::string_view categories{};     // separated by commas
    std::string_view bugs = kServerIssues;
};

constexpr AppText kTexts[] = {
#include "directory/nextcloud/bundled_apps.inc"
};

const AppText& text_of(std::string_view id) {
    const auto* found = std::ranges::find(kTexts, id, &AppText::id);
    if (found == std::end(kTexts)) throw std::logic_error("an app without a text");
    return *found;
}

std::vector<App> make_apps() {
    std::vector<App> apps;
    for (const storage::BundledApp& stock : storage::bundled_apps())
        apps.push_back({.id = stock.id,
                        .name = text_of(stock.id).name,
                        .version = stock.version,
                        .types = stock.types,
                        .always_enabled = stock.state == storage::StockState::always,
                        .enabled_by_default = stock.state != storage::StockState::off});
    return apps;
}

using Texts = std::initializer_list<std::string_view>;

template <class List>
void write_list(Writer& out, std::string_view key, const List& values) {
    out.key(key);
    out.begin_list();
    for (const std::string_view value : values)
        out.text(value);
    out.end();
}

void write_empty(Writer& out, Texts keys) {
    for (const std::string_view key : keys)
        write_list(out, key, Texts{});
}

void write_author(Writer& out, std::string_view author) {
    const std::size_t mail = author.find(" <");
    if (mail == author.npos) return out.text(author);
    out.begin_map();
    out.key("@attributes");
    out.begin_map();
    out.member("mail", author.substr(mail + 2, author.size() - mail - 3));
    out.end();
    out.member("@value", author.substr(0, mail));
    out.end();
}

void write_authors(Writer& out, std::string_view authors) {
    out.key("author");
    // A single author with attributes is not written as a list.
    if (authors.find('<') != authors.npos && authors.find('|') == authors.npos)
        return write_author(out, authors);
    out.begin_list();
    for (const std::string_view author : split(authors, '|'))
        write_author(out, author);
    out.end();
}

void write_dependencies(Writer& out) {
    out.key("dependencies");
    out.begin_map();
    out.key("nextcloud");
    out.begin_map();
    out.key("@attributes");
    out.begin_map();
    out.member("min-version", "32");
    out.member("max-version", "32");
    out.end();
    out.end();
    write_empty(out, {"backend"});
    out.end();
}

void write_documentation(Writer& out, std::string_view documentation) {
    out.key("documentation");
    out.begin_map();
    for (const std::string_view entry : split(documentation, ' ')) {
        const std::size_t colon = entry.find(':');
        out.member(entry.substr(0, colon), entry.substr(colon + 1));
    }
    out.end();
}

// The members that only `files` has.
void write_members_of_files(Writer& out) {
    write_list(out, "background-jobs",
               Texts{R"(OCA\Files\BackgroundJob\ScanFiles)",
                     R"(OCA\Files\BackgroundJob\DeleteOrphanedItems)",
                     R"(OCA\Files\BackgroundJob\CleanupFileLocks)",
                     R"(OCA\Files\BackgroundJob\CleanupDirectEditingTokens)",
                     R"(OCA\Files\BackgroundJob\DeleteExpiredOpenLocalEditor)"});
    write_list(out, "commands",
               Texts{R"(OCA\Files\Command\Scan)",
                     R"(OCA\Files\Command\DeleteOrphanedFiles)",
                     R"(OCA\Files\Command\TransferOwnership)",
                     R"(OCA\Files\Command\ScanAppData)",
                     R"(OCA\Files\Command\RepairTree)",
                     R"(OCA\Files\Command\Get)",
                     R"(OCA\Files\Command\Put)",
                     R"(OCA\Files\Command\Delete)",
                     R"(OCA\Files\Command\Copy)",
                     R"(OCA\Files\Command\Move)",
                     R"(OCA\Files\Command\SanitizeFilenames)",
                     R"(OCA\Files\Command\Object\Delete)",
                     R"(OCA\Files\Command\Object\Get)",
                     R"(OCA\Files\Command\Object\Put)",
                     R"(OCA\Files\Command\Object\Info)",
                     R"(OCA\Files\Command\Object\ListObject)",
                     R"(OCA\Files\Command\Object\Orphans)",
                     R"(OCA\Files\Command\Object\Multi\Users)",
                     R"(OCA\Files\Command\Object\Multi\Rename)",
                     R"(OCA\Files\Command\WindowsCompatibleFilenames)"});
    out.key("settings");
    out.begin_map();
    write_list(out, "admin", Texts{R"(OCA\Files\Settings\AdminSettings)"});
    write_list(out, "personal", Texts{R"(OCA\Files\Settings\PersonalSettings)"});
    write_empty(out, {"admin-section", "personal-section"});
    out.end();
    out.key("activity");
    out.begin_map();
    write_list(out, "settings",
               Texts{R"(OCA\Files\Activity\Settings\FavoriteAction)",
                     R"(OCA\Files\Activity\Settings\FileChanged)",
                     R"(OCA\Files\Activity\Settings\FileFavoriteChanged)"});
    write_list(out, "filters",
               Texts{R"(OCA\Files\Activity\Filter\FileChanges)",
                     R"(OCA\Files\Activity\Filter\Favorites)"});
    write_list(out, "providers",
               Texts{R"(OCA\Files\Activity\FavoriteProvider)", R"(OCA\Files\Activity\Provider)"});
    out.end();
    out.key("navigations");
    out.begin_map();
    out.key("navigation");
    out.begin_list();
    out.begin_map();
    out.member("name", "Files");
    out.member("route", "files.view.index");
    out.member("order", "0");
    out.end();
    out.end();
    out.end();
}

// The members that Nextcloud adds when an app does not set them.
void write_defaults(Writer& out, const App& app, bool has_own_members) {
    write_empty(out, {"info", "remote", "public"});
    if (app.types.empty()) write_empty(out, {"types"});
    out.key("repair-steps");
    out.begin_map();
    write_empty(out, {"install", "pre-migration", "post-migration", "live-migration", "uninstall"});
    out.end();
    if (has_own_members) return write_empty(out, {"two-factor-providers"});
    write_empty(out, {"background-jobs", "two-factor-providers", "commands"});
    out.key("activity");
    out.begin_map();
    write_empty(out, {"filters", "settings", "providers"});
    out.end();
    out.key("settings");
    out.begin_map();
    write_empty(out, {"admin", "admin-section", "personal", "personal-section"});
    out.end();
}

}  // namespace

std::span<const App> all_apps() {
    static const std::vector<App> apps = make_apps();
    return apps;
}

const App* find_app(std::string_view id) {
    const std::span<const App> apps = all_apps();
    const auto found = std::ranges::find(apps, id, &App::id);
    return found == apps.end() ? nullptr : &*found;
}

void write_app_information(Writer& out, const App& app) {
    const AppText& text = text_of(app.id);
    out.begin_map();
    out.member("id", app.id);
    out.member("name", app.name);
    out.member("summary", text.summary);
    out.member("description", text.description.empty() ? text.summary : text.description);
    out.member("version", app.version);
    out.member("licence", "agpl");
    write_authors(out, text.authors);
    if (!text.name_space.empty()) out.member("namespace", text.name_space);
    if (!app.types.empty()) write_list(out, "types", split(app.types, ','));
    if (!text.documentation.empty()) write_documentation(out, text.documentation);
    write_list(out, "category", split(text.categories, ','));
    out.member("bugs", text.bugs);
    write_dependencies(out);
    const bool has_own_members = app.id == "files";
    if (has_own_members) write_members_of_files(out);
    write_defaults(out, app, has_own_members);
    out.end();
}

}  // namespace roster
