// SPDX-License-Identifier: Apache-2.0
#include "app/settings_watch.h"

#include <fmt/core.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "app/transport_security.h"

namespace roster {

namespace {

// What is missing, what that means and what to do.
std::string tell_missing(std::string_view setting, const Installation& installation) {
    return fmt::format(
        "The setting {} in {} is absent, empty or no text; without it {}, so nobody is served. "
        "Put back the value that it had: from a copy of the file, or, on the tables of a "
        "Nextcloud, with roster attach --config PATH. With a new one all sessions and app "
        "passwords end: roster --data-dir {} config:system:set {} --value TEXT",
        setting, installation.settings.path(),
        setting == "secret" ? "everybody could forge sessions" : "sessions have no name",
        installation.data_dir, setting);
}

}  // namespace

void check_can_serve(Installation& installation) {
    const std::string_view missing = installation.settings.current()->missing();
    if (!missing.empty()) throw std::runtime_error(tell_missing(missing, installation));
}

SettingsWatch::SettingsWatch(Installation& installation) : installation_(installation) {
    installation.settings.watch(
        [this](const Settings& settings, const std::string& trouble) { note(settings, trouble); });
    looking_ = std::jthread([&installation](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        while (!stopped.wait_for(lock, stop, kPause, [&stop] { return stop.stop_requested(); }))
            installation.settings.trouble();
    });
}

SettingsWatch::~SettingsWatch() {
    installation_.settings.watch({});
}

void SettingsWatch::note(const Settings& settings, const std::string& trouble) {
    const auto say = [&](const std::string& message) {
        tell(installation_, settings, LogLevel::error, message);
    };
    const std::string& path = installation_.settings.path();
    const bool unreadable = !trouble.empty();
    if (std::exchange(unreadable_, unreadable) != unreadable)
        say(unreadable
                ? fmt::format("{} cannot be read, so the settings before it stay in use: {}.", path,
                              trouble)
                : fmt::format("{} can be read again, and its settings are in use.", path));
    const std::string_view missing = settings.missing();
    if (std::exchange(incomplete_, !missing.empty()) != !missing.empty())
        say(missing.empty() ? "The settings are complete again: calls are answered."
                            : tell_missing(missing, installation_));
}

}  // namespace roster
