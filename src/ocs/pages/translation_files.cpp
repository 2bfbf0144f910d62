// SPDX-License-Identifier: Apache-2.0
#include "ocs/pages/translation_files.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>

#include "base/json/json.h"
#include "directory/profiles/languages.h"
#include "model/attached.h"

namespace roster::ocs {

namespace {

namespace fs = std::filesystem;

using Texts = std::map<std::string, std::string, std::less<>>;

struct Catalogue {
    fs::file_time_type written{};
    std::uintmax_t bytes = 0;
    std::optional<Texts> texts{};  // nothing when the file cannot be parsed
};

std::optional<Texts> read_texts(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    const std::optional<Value> whole = parse_json(json);
    const Value* translations =
        whole && whole->array() ? whole->array()->find("translations") : nullptr;
    if (!translations || !translations->array()) return std::nullopt;
    Texts texts;
    // Plural forms are lists of texts, which no refusal needs.
    for (const auto& [english, text] : *translations->array())
        if (text.text() && !text.text()->empty()) texts.emplace(english, *text.text());
    return texts;
}

// The current content of the file.
std::shared_ptr<const Catalogue> find_catalogue(const fs::path& path) {
    constexpr std::uintmax_t kMostBytes = 4 << 20;
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Catalogue>> known;
    std::error_code missing;
    const fs::file_time_type written = fs::last_write_time(path, missing);
    const std::uintmax_t bytes = missing ? 0 : fs::file_size(path, missing);
    if (missing || bytes > kMostBytes) return nullptr;
    const std::lock_guard lock(mutex);
    std::shared_ptr<const Catalogue>& found = known[path.string()];
    if (!found || found->written != written || found->bytes != bytes)
        found = std::make_shared<Catalogue>(written, bytes, read_texts(path));
    return found;
}

}  // namespace

std::optional<std::string> text_of_nextcloud(const Settings& settings, std::string_view folder,
                                             std::string_view language, std::string_view english) {
    const std::string config = settings.text(kAttachedTo);
    // A language may be any text that a client sent.
    if (config.empty() || !is_language(language)) return std::nullopt;
    const fs::path root = fs::path(config).parent_path().parent_path();
    const auto catalogue =
        find_catalogue(root / folder / "l10n" / (std::string(language) + ".json"));
    if (!catalogue || !catalogue->texts) return std::nullopt;
    const auto found = catalogue->texts->find(english);
    return found == catalogue->texts->end() ? std::string(english) : found->second;
}

}  // namespace roster::ocs
