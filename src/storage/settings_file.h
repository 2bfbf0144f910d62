// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "model/settings.h"

namespace roster::storage {

// The settings of a data directory: a JSON file, mode 0600, replaced as a whole by rename, so that
// a reader sees either the old or the new text. Without a path they live in memory only.
class SettingsFile {
  public:
    explicit SettingsFile(std::string path) : path_(std::move(path)) {}
    explicit SettingsFile(Array values);

    // What the file holds now, or held a millisecond ago; read anew only when it has been replaced.
    // What is set here counts at once. Thread-safe.
    // Throws std::runtime_error when the file is not there or no JSON map.
    std::shared_ptr<const Settings> current();
    // Sets the value under the keys, making maps on the way. Throws when it cannot be written.
    void set(const std::vector<std::string>& keys, Value value);
    // False when there was nothing to remove.
    bool remove(const std::vector<std::string>& keys);
    void replace(Array values);

  private:
    struct Version {
        ino_t inode = 0;
        std::int64_t modified_ns = -1;
        off_t bytes = 0;
        bool operator==(const Version&) const = default;
    };
    Version version_on_disk() const;
    void look_again();  // at the next current()
    void write(const Array& values);
    Array editable_copy();

    std::string path_;  // empty: in memory
    std::mutex mutex_;
    Version version_;
    std::chrono::steady_clock::time_point looked_at_{};
    std::shared_ptr<const Settings> settings_;
};

}  // namespace roster::storage
