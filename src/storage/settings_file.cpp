// SPDX-License-Identifier: Apache-2.0
#include "storage/settings_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/json.h"

namespace roster::storage {

namespace {

constexpr mode_t kSecretFileMode = 0600;
// To look at the file for each call takes a twentieth of a short one.
constexpr std::chrono::milliseconds kLookEvery{1};

// Keeps two programs from losing each other's change between reading and replacing.
class FileLock {
  public:
    explicit FileLock(const std::string& path)
        : descriptor_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kSecretFileMode)) {
        if (descriptor_ < 0 || flock(descriptor_, LOCK_EX) != 0)
            throw std::runtime_error(fmt::format("cannot lock {}: {}", path, strerror(errno)));
    }
    ~FileLock() { close(descriptor_); }
    FileLock(const FileLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace

SettingsFile::SettingsFile(Array values)
    : settings_(std::make_shared<const Settings>(std::move(values))) {}

SettingsFile::Version SettingsFile::version_on_disk() const {
    struct stat status {};
    if (stat(path_.c_str(), &status) != 0)
        throw std::runtime_error(
            fmt::format("cannot read the settings in {}: {}", path_, strerror(errno)));
    return {status.st_ino, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
            status.st_size};
}

std::shared_ptr<const Settings> SettingsFile::current() {
    const std::lock_guard lock(mutex_);
    if (path_.empty()) return settings_;
    const auto now = std::chrono::steady_clock::now();
    if (settings_ && now - looked_at_ < kLookEvery) return settings_;
    looked_at_ = now;
    const Version version = version_on_disk();
    if (settings_ && version == version_) return settings_;
    std::ifstream file(path_, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    std::optional<Value> value = parse_json(text.str());
    if (!value || !value->array())
        throw std::runtime_error(fmt::format("the settings in {} are no JSON map", path_));
    settings_ = std::make_shared<const Settings>(*value->array());
    version_ = version;
    return settings_;
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
    return current()->values();
}

void SettingsFile::replace(Array values) {
    if (!path_.empty()) {
        write(values);
        look_again();
        return;
    }
    const std::lock_guard lock(mutex_);
    settings_ = std::make_shared<const Settings>(std::move(values));
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
