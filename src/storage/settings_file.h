// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "model/settings.h"

namespace roster::storage {

// The settings of a data directory: a JSON file, mode 0600, replaced as a whole by rename, so that
// a reader sees either the old or the new text. Without a path they live in memory only. Other
// programs may write the file too, and not atomically: while it is unreadable, the last readable
// settings stay in use. Thread-safe.
class SettingsFile {
  public:
    // Called with the settings in use, and the trouble, when either changes. One call at a time, in
    // order. Must not call this object.
    using Watcher = std::function<void(const Settings&, const std::string& trouble)>;

    explicit SettingsFile(std::string path) : path_(std::move(path)) {}
    explicit SettingsFile(Array values);

    // The content of the file, at most a millisecond old; read again only when the file has
    // changed. Changes made through this object count at once. Throws std::runtime_error, with the
    // reason, only if the file was never readable.
    std::shared_ptr<const Settings> current();
    // Why the settings in use are not those in the file now; empty when they are.
    std::string trouble();
    const std::string& path() const { return path_; }  // empty: in memory
    // Replaces the watcher; an empty one removes it.
    void watch(Watcher watcher);
    // Sets the value under the nested keys and creates missing maps. Throws std::runtime_error when
    // the file cannot be written, and when it cannot be read: a half-written edit of somebody else
    // is not overwritten.
    void set(const std::vector<std::string>& keys, Value value);
    // False when there was nothing to remove. Throws as set() does.
    bool remove(const std::vector<std::string>& keys);
    // Replaces all settings.
    void replace(Array values);

  private:
    struct Version {
        ino_t inode = 0;
        std::int64_t changed_ns = -1;  // ctime, because mtime can be forged
        off_t bytes = 0;
        bool operator==(const Version&) const = default;
    };
    static Version version_of(const struct stat& status);
    // These require the mutex.
    void look();
    std::optional<Settings> read_if_changed();
    void use(std::shared_ptr<const Settings> settings, std::string trouble);

    void look_again();  // at the next look()
    void write(const Array& values);
    Array editable_copy();

    std::string path_;  // empty: in memory
    std::mutex mutex_;
    Version version_{};  // of the file when it was last read, readable or not
    std::chrono::steady_clock::time_point looked_at_{};
    std::shared_ptr<const Settings> settings_;
    std::string trouble_{};
    Watcher watcher_{};
};

}  // namespace roster::storage
