// SPDX-License-Identifier: Apache-2.0
#include "app/server.h"

#include <fmt/core.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "app/database_watch.h"
#include "app/housekeeping.h"
#include "app/indices.h"
#include "app/settings_watch.h"
#include "app/transport_security.h"
#include "directory/throttle.h"
#include "net/listener.h"
#include "service/guessers.h"
#include "service/origin.h"
#include "storage/list_indexes.h"
#include "storage/list_pages.h"
#include "storage/object_rows.h"
#include "storage/people_index.h"

namespace roster {

namespace {

// Most of their time they wait for the database.
constexpr std::size_t kDatabaseThreadsPerCore = 4, kLeastDatabaseThreads = 8;

// Of what has been read, by all listener threads together.
constexpr std::size_t kRememberedBytes = std::size_t{32} << 20;

using Connections = std::vector<std::unique_ptr<storage::Connection>>;

constexpr int kServiceUnavailable = 503;

Response refuse_framing(int status, std::string_view reason) {
    Response response{.status = status};
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.set("Roster-Hint", std::string(reason));
    if (status == kServiceUnavailable) response.set("Retry-After", "1");
    response.body = fmt::format("{}\n", reason);
    return response;
}

Response unavailable(std::string_view reason) {
    return refuse_framing(kServiceUnavailable, reason);
}

// What the calls of a server share.
struct Serving {
    House& house;
    const DatabaseWatch& watch;
    const bool show_hints;
    Connections readers{};
    Connections database_connections{};
    Guessers guessers{};

    // Whether others go before this request, because of what its network has sent.
    bool gives_way(const Request& request) {
        if (!guessers.any()) return false;
        const auto settings = house.installation.settings.current();
        return gives_way(find_origin(request, *settings), *settings);
    }
    bool gives_way(const Origin& origin, const Settings& settings) {
        return guessers.any() && guessers.has(counted_network(origin.remote_address, settings),
                                              house.installation.clock());
    }
};

// Notes, when it ends, that what has changed logins in its time is durable: who looked at them
// before that saw the state before.
class Commit {
  public:
    explicit Commit(Installation& house) : changes_(house.login_changes), before_(changes_) {}
    ~Commit() {
        if (changes_ != before_) ++changes_;
    }
    Commit(const Commit&) = delete;

  private:
    std::atomic<std::uint64_t>& changes_;
    const std::uint64_t before_;
};

net::Lane lane_of(Slow purpose) {
    if (purpose == Slow::hash) return net::Lane::hash;
    return purpose == Slow::login_key ? net::Lane::keys : net::Lane::late_keys;
}

// A call between the sockets and the one door.
class ServedCall final : public net::Call {
  public:
    ServedCall(Serving& serving, Request&& request)
        : exchange(std::move(request)), serving_(serving) {}

    std::optional<net::Lane> run(net::Lane lane, std::size_t thread) override {
        if (lane == net::Lane::hash || lane == net::Lane::keys) {
            if (!is_hopeless()) exchange.work.pending();
            if (exchange.large_parameters && *exchange.large_parameters)
                parsed_bytes = (*exchange.large_parameters)->memory_bytes();
            return next_after_hash_;
        }
        exchange.work.may_hash = false;
        if (lane == net::Lane::database)
            return run_on_server(*serving_.database_connections[thread]);
        return take(answer(serving_.house, *serving_.readers[thread], exchange), net::Lane::read);
    }

    void take_body(std::string&& body) override {
        exchange.request.body = std::move(body);
        exchange.request.body_follows = false;
    }

    // Whose client has been refused while this call waited for its hash is most likely refused
    // too, without the work of a hash. If not, it comes back and is not asked again.
    bool is_hopeless() {
        if (came_back_) return false;
        came_back_ = true;
        return serving_.gives_way(exchange.run.origin, *exchange.run.settings);
    }

    // A call that turns out to change something is run again, in a transaction.
    std::optional<net::Lane> run_on_server(storage::Connection& db) {
        if (!serving_.watch.is_ready()) {
            response = unavailable("The database does not answer yet. Repeat the call later.");
            return std::nullopt;
        }
        const std::string& method = exchange.request.method;
        const Commit commit(serving_.house.installation);
        db.set_writable(method != "GET" && method != "HEAD");
        Outcome outcome = answer(serving_.house, db, exchange);
        if (outcome.go_on == Lane::write) {
            db.set_writable(true);
            outcome = answer(serving_.house, db, exchange);
        }
        return take(std::move(outcome), net::Lane::database);
    }

    // Where to go on; an answer that is ready is taken over.
    std::optional<net::Lane> take(Outcome&& outcome, net::Lane ran_on) {
        if (outcome.go_on == Lane::write) return net::Lane::write;
        if (outcome.go_on == Lane::database) return net::Lane::database;
        if (outcome.go_on == Lane::body) return net::Lane::body;
        if (outcome.go_on == Lane::hash) {
            // What the hash was computed for is a change, unless the call only reads.
            const std::string& method = exchange.request.method;
            const bool reads = method == "GET" || method == "HEAD";
            const net::Lane changing = serving_.house.installation.database.is_remote()
                                           ? net::Lane::database
                                           : net::Lane::write;
            next_after_hash_ = reads ? ran_on : changing;
            return lane_of(exchange.work.pending_for);
        }
        actions = std::move(outcome.actions);
        // What was kept of a writer's call is durable only with the commit of its batch.
        if (ran_on != net::Lane::write) finish();
        return std::nullopt;
    }

    void finish() {
        for (const auto& action : actions)
            action();
        response = std::move(exchange.response);
        // None where an accident came before them.
        if (const Settings* settings = exchange.run.settings.get()) {
            if (exchange.request.secure) bind_to_https(response, exchange.request, *settings);
            if (exchange.run.others_go_first)
                serving_.guessers.note(
                    counted_network(exchange.run.origin.remote_address, *settings),
                    serving_.house.installation.clock());
        }
        if (serving_.show_hints && !response.hint.empty()) show_hint();
    }

    Exchange exchange;
    std::vector<std::function<void()>> actions{};

  private:
    // Without the query: clients may send a password there.
    void show_hint() const {
        const std::string& target = exchange.request.target;
        fmt::print(stderr, "{} {} answered {}. {}\n", exchange.request.method,
                   target.substr(0, target.find('?')), response.status, response.hint);
    }

    Serving& serving_;
    bool came_back_ = false;
    net::Lane next_after_hash_ = net::Lane::read;
};

class Server {
  public:
    // Listener threads, and database threads where the database is elsewhere.
    Server(House& house, const DatabaseWatch& watch, std::size_t threads,
           std::size_t database_threads, bool show_hints)
        : serving_{.house = house, .watch = watch, .show_hints = show_hints} {
        const storage::Database& database = house.installation.database;
        const bool remote = database.is_remote();
        // One more for those who give way.
        for (std::size_t i = 0; i <= threads; ++i) {
            serving_.readers.push_back(remote ? database.unconnected() : database.connect(false));
            serving_.readers.back()->limit_memory(kRememberedBytes / threads);
            serving_.readers.back()->keep_snapshots();
        }
        for (std::size_t i = 0; i < database_threads; ++i)
            serving_.database_connections.push_back(database.connect(true));
        if (remote) return;
        writer_ = database.connect(true);
        spare_ = database.connect(false);
        storage::complete_people_index(*writer_);
        storage::complete_list_indexes(*writer_);
        storage::complete_objects(*writer_);
        storage::refresh_people_index(*writer_);
    }

    net::Application application() {
        return {
            .make_call =
                [this](Request&& request) {
                    return std::make_unique<ServedCall>(serving_, std::move(request));
                },
            .end_round = [this](std::size_t thread) { serving_.readers[thread]->end_snapshot(); },
            .gives_way = [this](const Request& request) { return serving_.gives_way(request); },
            .refuse_busy =
                [](net::Call& call) { call.response = unavailable("The server is busy."); },
            .run_writes = [this](std::span<net::Call*> calls) { return run_writes(calls); },
            .tend = [this](bool busy) { return tend(busy); },
            .make_ahead = [this] { return serving_.house.installation.keys.make_one(); },
            .refuse_framing =
                [this](int status, std::string_view reason) {
                    if (serving_.show_hints)
                        fmt::print(stderr, "A request was answered {}. {}\n", status, reason);
                    return refuse_framing(status, reason);
                }};
    }

  private:
    std::vector<std::optional<net::Lane>> run_writes(std::span<net::Call*> calls) {
        std::vector<std::optional<net::Lane>> next(calls.size());
        try {
            const Commit commit(serving_.house.installation);
            writer_->begin_batch();
            // The command line works in a process of its own.
            if (writer_->others_have_changed()) ++serving_.house.installation.login_changes;
            for (std::size_t i = 0; i < calls.size(); ++i) {
                auto& call = static_cast<ServedCall&>(*calls[i]);
                call.exchange.work.may_hash = false;
                next[i] =
                    call.take(answer(serving_.house, *writer_, call.exchange), net::Lane::write);
            }
            writer_->commit_batch();
        } catch (const storage::DatabaseError& error) {
            writer_->abandon_batch();
            return run_in_trouble(calls, error);
        } catch (const std::exception& accident) {
            writer_->abandon_batch();
            for (std::size_t i = 0; i < calls.size(); ++i) {
                auto& call = static_cast<ServedCall&>(*calls[i]);
                call.actions.clear();
                answer_accident(serving_.house, call.exchange, accident);
                next[i] = std::nullopt;
            }
        }
        for (std::size_t i = 0; i < calls.size(); ++i)
            if (!next[i]) static_cast<ServedCall&>(*calls[i]).finish();
        return next;
    }

    // The calls of a batch that could not be begun, gone on with or committed.
    std::vector<std::optional<net::Lane>> run_in_trouble(std::span<net::Call*> calls,
                                                         const storage::DatabaseError& error) {
        std::vector<std::optional<net::Lane>> next(calls.size());
        for (std::size_t i = 0; i < calls.size(); ++i) {
            auto& call = static_cast<ServedCall&>(*calls[i]);
            call.actions.clear();
            if (error.trouble == storage::Trouble::none)
                answer_accident(serving_.house, call.exchange, error);
            else
                next[i] =
                    call.take(answer_in_trouble(serving_.house, *spare_, call.exchange, error),
                              net::Lane::write);
        }
        spare_->end_snapshot();
        for (std::size_t i = 0; i < calls.size(); ++i)
            if (!next[i]) static_cast<ServedCall&>(*calls[i]).finish();
        return next;
    }

    // Whether more is left to do while nobody calls.
    bool tend(bool busy) {
        if (!writer_) return false;
        if (people_keeper_.tend(*writer_, busy)) return true;
        if (busy) return false;
        if (storage::tend_list_pages(*writer_) ||
            make_some_objects_ready(serving_.house.installation, *writer_))
            return true;
        writer_->copy_log();
        return false;
    }

    Serving serving_;
    std::unique_ptr<storage::Connection> writer_;  // of the write lane
    std::unique_ptr<storage::Connection> spare_;   // for its calls while that cannot write
    storage::PeopleKeeper people_keeper_{};
};

net::Limits limits_with(const House& house, std::size_t threads) {
    net::Limits limits;
    if (house.installation.database.is_remote())
        limits.database_threads =
            std::max(kLeastDatabaseThreads, kDatabaseThreadsPerCore * threads);
    return limits;
}

// Reads the certificate anew; one that cannot be used changes nothing.
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

// Signals go to one thread that waits for them, so that draining needs no signal handler. Before
// any other thread begins, which takes over what is blocked.
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
    Server server(house, watch, threads, limits.database_threads, wanted.show_hints);
    net::Application application = server.application();
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
