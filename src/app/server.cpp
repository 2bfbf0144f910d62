// SPDX-License-Identifier: Apache-2.0
#include "app/server.h"

#include <fmt/core.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "app/database_watch.h"
#include "app/housekeeping.h"
#include "app/lanes.h"
#include "app/settings_watch.h"
#include "app/transport_security.h"
#include "net/listener.h"

namespace roster {

namespace {

// They mostly wait for the database.
constexpr std::size_t kDatabaseThreadsPerCore = 4, kLeastDatabaseThreads = 8;

net::Limits limits_with(const House& house, std::size_t threads) {
    net::Limits limits;
    if (house.installation.database.is_remote())
        limits.database_threads =
            std::max(kLeastDatabaseThreads, kDatabaseThreadsPerCore * threads);
    return limits;
}

// Reloads the certificate; an unusable one changes nothing.
void renew_certificate(House& house, const cli::Serving& wanted, net::Listener& listener) {
    try {
        const TlsFiles files = tls_files(wanted, house.installation);
        check_key_file(house.installation, files);
        listener.use_certificate(files.certificate, files.key);
        tell(house.installation, LogLevel::info,
             fmt::format("New connections get the certificate of {}.", files.certificate));
    } catch (const std::exception& error) {
        tell(house.installation, LogLevel::error,
             fmt::format("{} The certificate that was in use stays.", error.what()));
    }
}

// One thread waits for signals, so that draining needs no signal handler. Call it before other
// threads start, because they inherit the blocked signals.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

}  // namespace

void serve(House& house, const cli::Serving& wanted,
           const std::function<void(const cli::Listening&)>& ready) {
    const sigset_t signals = block_signals();
    const std::size_t threads = wanted.threads
                                    ? wanted.threads
                                    : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    check_can_serve(house.installation);
    const TlsFiles files = tls_files(wanted, house.installation);
    check_exposure(house.installation, wanted, files.given());
    cli::Listening listening{.tls = files.given()};
    const net::Limits limits = limits_with(house, threads);
    house.installation.terminal.open();
    const DatabaseWatch watch(house.installation);
    Lanes lanes(house, watch, threads, limits.database_threads, wanted.show_hints);
    net::Application application = lanes.application();
    application.redirect = [&](const Request& request) {
        return redirect_to_https(request, *house.installation.settings.current(), listening.port);
    };
    net::Listener listener(std::move(application), limits);
    if (listening.tls) listener.use_certificate(files.certificate, files.key);
    check_key_file(house.installation, files);
    KeyPairs& keys = house.installation.keys;
    listening.port = listener.bind(wanted.listen.address, wanted.listen.port,
                                   listening.tls ? net::Service::tls : net::Service::plain);
    if (wanted.redirect)
        listening.redirect_port =
            listener.bind(wanted.redirect->address, wanted.redirect->port, net::Service::redirect);
    std::jthread waiter([&] {
        int signal = 0;
        while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
            house.installation.log.reopen();
            if (listening.tls) renew_certificate(house, wanted, listener);
        }
        keys.stop();
        listener.stop();
    });
    const SettingsWatch settings_watch(house.installation);
    const Housekeeping housekeeping(house.installation);
    ready(listening);
    keys.taken = [&listener] { listener.make_ahead(); };
    listener.run(threads);
    keys.taken = {};
}

}  // namespace roster
