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
// a reader sees either the old or the new text. Without a path they live in memory only.
// Others may write the file too, and not as a whole: while it cannot be read, the last settings
// that could stay. Thread-safe.
class SettingsFile {
  public:
    // Told when other settings are in use, or when the trouble with the file changes: the settings
    // in use, and the trouble. One call at a time, in order. Must not call this object.
    using Watcher = std::function<void(const Settings&, const std::string& trouble)>;

    explicit SettingsFile(std::string path) : path_(std::move(path)) {}
    explicit SettingsFile(Array values);

    // What the file holds now, or held a millisecond ago; read anew only when it has changed. What
    // is set here counts at once. Throws std::runtime_error, with the reason, only as long as the
    // file could never be read.
    std::shared_ptr<const Settings> current();
    // Why the settings in use are not those of the file as it is now; empty when they are.
    std::string trouble();
    const std::string& path() const { return path_; }  // empty: in memory
    // Takes the place of the watcher before; an empty one is none.
    void watch(Watcher watcher);
    // Sets the value under the keys, making maps on the way. Throws when the file cannot be
    // written, and when it cannot be read: what somebody has begun there is not overwritten.
    void set(const std::vector<std::string>& keys, Value value);
    // False when there was nothing to remove.
    bool remove(const std::vector<std::string>& keys);
    void replace(Array values);

  private:
    struct Version {
        ino_t inode = 0;
        std::int64_t changed_ns = -1;  // not modified: that time can be set
        off_t bytes = 0;
        bool operator==(const Version&) const = default;
    };
    static Version version_of(const struct stat& status);
    // All of these with the mutex held.
    void look();
    std::optional<Settings> read_if_changed();
    void use(std::shared_ptr<const Settings> settings, std::string trouble);

    void look_again();  // at the next look
    void write(const Array& values);
    Array editable_copy();

    std::string path_;  // empty: in memory
    std::mutex mutex_;
    Version version_{};  // of the file when it was read last, whatever was in it
    std::chrono::steady_clock::time_point looked_at_{};
    std::shared_ptr<const Settings> settings_;
    std::string trouble_{};
    Watcher watcher_{};
};

}  // namespace roster::storage
