// SPDX-License-Identifier: Apache-2.0
#include "storage/settings_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/json/json.h"

namespace roster::storage {

namespace {

constexpr mode_t kSecretFileMode = 0600;
// Checking the file for each call would take a twentieth of a short call.
constexpr std::chrono::milliseconds kLookEvery{1};
constexpr std::size_t kMostBytes = std::size_t{4} << 20;

// Prevents two programs from losing each other's change between reading and replacing.
class FileLock {
  public:
    explicit FileLock(const std::string& path)
        : descriptor_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kSecretFileMode)) {
        if (descriptor_ >= 0 && flock(descriptor_, LOCK_EX) == 0) return;
        const int error = errno;
        if (descriptor_ >= 0) close(descriptor_);
        throw std::runtime_error(fmt::format("cannot lock {}: {}", path, strerror(error)));
    }
    ~FileLock() { close(descriptor_); }
    FileLock(const FileLock&) = delete;

  private:
    int descriptor_;
};

// A regular file, open for reading; reading a pipe could block forever. Throws std::runtime_error
// with a readable reason.
class OpenFile {
  public:
    explicit OpenFile(const std::string& path)
        : descriptor_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {
        if (descriptor_ < 0) throw std::runtime_error(strerror(errno));
    }
    ~OpenFile() { close(descriptor_); }
    OpenFile(const OpenFile&) = delete;

    struct stat status() const {
        struct stat status {};
        if (fstat(descriptor_, &status) != 0) throw std::runtime_error(strerror(errno));
        if (S_ISDIR(status.st_mode)) throw std::runtime_error("it is a directory");
        if (!S_ISREG(status.st_mode)) throw std::runtime_error("it is no regular file");
        return status;
    }
    std::string read_all() const {
        std::string text;
        std::array<char, 16 * 1024> bytes;
        for (;;) {
            const ssize_t count = read(descriptor_, bytes.data(), bytes.size());
            if (count < 0) throw std::runtime_error(strerror(errno));
            if (count == 0) return text;
            text.append(bytes.data(), static_cast<std::size_t>(count));
            if (text.size() > kMostBytes)
                throw std::runtime_error(fmt::format("it is over {} bytes", kMostBytes));
        }
    }

  private:
    int descriptor_;
};

}  // namespace

SettingsFile::SettingsFile(Array values)
    : settings_(std::make_shared<const Settings>(std::move(values))) {}

SettingsFile::Version SettingsFile::version_of(const struct stat& status) {
    return {status.st_ino, status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec,
            status.st_size};
}

std::shared_ptr<const Settings> SettingsFile::current() {
    const std::lock_guard lock(mutex_);
    look();
    if (!settings_)
        throw std::runtime_error(
            fmt::format("The settings in {} cannot be read: {}.", path_, trouble_));
    return settings_;
}

std::string SettingsFile::trouble() {
    const std::lock_guard lock(mutex_);
    look();
    return trouble_;
}

void SettingsFile::watch(Watcher watcher) {
    const std::lock_guard lock(mutex_);
    watcher_ = std::move(watcher);
}

void SettingsFile::look() {
    if (path_.empty()) return;
    const auto now = std::chrono::steady_clock::now();
    if (settings_ && now - looked_at_ < kLookEvery) return;
    looked_at_ = now;
    try {
        if (std::optional<Settings> read = read_if_changed())
            use(std::make_shared<const Settings>(*std::move(read)), "");
    } catch (const std::exception& reason) {
        use(settings_, reason.what());
    }
}

// Nothing when the file has not changed since the last read. Throws the reason when it is unusable.
std::optional<Settings> SettingsFile::read_if_changed() {
    const Version before = std::exchange(version_, {});
    struct stat seen {};
    if (stat(path_.c_str(), &seen) != 0) throw std::runtime_error(strerror(errno));
    if (before == version_of(seen)) {
        version_ = before;
        return std::nullopt;
    }
    const OpenFile file(path_);
    const struct stat opened = file.status();
    const std::string text = file.read_all();
    // A fault in the content lasts until the content changes; failing to read it may be temporary.
    version_ = version_of(opened);
    if (text.empty()) throw std::runtime_error("it is empty");
    const std::optional<Value> value = parse_json(text);
    if (!value) throw std::runtime_error("it is no JSON, or only a part of it");
    const Array* map = value->array();
    // An empty map is written as a list.
    if (!map || (text[text.find_first_not_of(" \t\r\n")] == '[' && map->size() > 0))
        throw std::runtime_error("it is JSON, but no map of settings");
    return Settings(*map);
}

void SettingsFile::use(std::shared_ptr<const Settings> settings, std::string trouble) {
    if (settings == settings_ && trouble == trouble_) return;
    settings_ = std::move(settings);
    trouble_ = std::move(trouble);
    if (watcher_ && settings_) watcher_(*settings_, trouble_);
}

void SettingsFile::look_again() {
    const std::lock_guard lock(mutex_);
    looked_at_ = {};
}

void SettingsFile::write(const Array& values) {
    const std::string temporary = path_ + ".new";
    const int descriptor =
        open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kSecretFileMode);
    const std::string text = to_json_pretty(Value(values)) + "\n";
    const bool written =
        descriptor >= 0 &&
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        fsync(descriptor) == 0;
    if (descriptor >= 0) close(descriptor);
    if (!written || rename(temporary.c_str(), path_.c_str()) != 0)
        throw std::runtime_error(fmt::format("cannot write {}: {}", path_, strerror(errno)));
}

Array SettingsFile::editable_copy() {
    look_again();
    const std::lock_guard lock(mutex_);
    look();
    if (!settings_ || !trouble_.empty())
        throw std::runtime_error(
            fmt::format("The settings in {} cannot be read, so nothing is changed in them: {}.",
                        path_, trouble_));
    return settings_->values();
}

void SettingsFile::replace(Array values) {
    if (!path_.empty()) {
        write(values);
        look_again();
        return;
    }
    const std::lock_guard lock(mutex_);
    use(std::make_shared<const Settings>(std::move(values)), "");
}

void SettingsFile::set(const std::vector<std::string>& keys, Value value) {
    std::optional<FileLock> lock;
    if (!path_.empty()) lock.emplace(path_ + ".lock");
    Array values = editable_copy();
    Array* level = &values;
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
        Value* next = level->find(keys[i]);
        if (!next || !next->array()) next = &level->set(keys[i], Array{});
        level = next->array();
    }
    level->set(keys.back(), std::move(value));
    replace(std::move(values));
}

bool SettingsFile::remove(const std::vector<std::string>& keys) {
    std::optional<FileLock> lock;
    if (!path_.empty()) lock.emplace(path_ + ".lock");
    Array values = editable_copy();
    Array* level = &values;
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
        Value* next = level->find(keys[i]);
        if (!next || !next->array()) return false;
        level = next->array();
    }
    if (!level->erase(keys.back())) return false;
    replace(std::move(values));
    return true;
}

}  // namespace roster::storage
