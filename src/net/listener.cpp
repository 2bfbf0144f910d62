// SPDX-License-Identifier: Apache-2.0
#include "net/listener.h"

#include <fmt/core.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>
#include <unordered_map>

#include "base/pch.h"
#include "net/worker.h"

namespace roster::net {

namespace {

void answer_accident(const Application& application, Call& call) {
    call.response = application.refuse_framing(500, "An accident in the server.");
}

std::optional<Lane> run(const Application& application, Call& call, Lane lane, std::size_t thread) {
    try {
        return call.run(lane, thread);
    } catch (const std::exception&) {
        answer_accident(application, call);
        return std::nullopt;
    }
}

// Wakes each worker once for all of its calls. Waking it for each one would switch back and forth
// where both threads share a core.
void hand_back(std::span<LaneTask> batch, const std::vector<std::optional<Lane>>& next) {
    std::unordered_map<Worker*, std::vector<std::function<void()>>> ended;
    for (std::size_t i = 0; i < batch.size(); ++i)
        ended[batch[i].worker].push_back(
            [done = std::move(batch[i].done), lane = next[i]] { done(lane); });
    for (auto& [worker, calls] : ended)
        worker->post(std::move(calls));
}

// The work of a lane that runs its calls one by one.
LanePool::Work run_one_by_one(const Application& application, Lane lane) {
    return [&application, lane](std::span<LaneTask> batch, std::size_t thread) {
        for (LaneTask& task : batch)
            hand_back({&task, 1}, {run(application, *task.call, lane, thread)});
    };
}

void run_writes(const Application& application, std::span<LaneTask> batch) {
    std::vector<Call*> calls;
    for (const LaneTask& task : batch)
        calls.push_back(task.call);
    std::vector<std::optional<Lane>> next;
    try {
        next = application.run_writes(calls);
    } catch (const std::exception&) {
        for (Call* call : calls)
            answer_accident(application, *call);
    }
    next.resize(batch.size());
    hand_back(batch, next);
}

// No response depends on it: after an exception it is tried again next time.
template <class Piece>
bool is_more_left(const Piece& piece) {
    try {
        return piece();
    } catch (const std::exception&) {
        return false;
    }
}

LanePool::Tend tend_between_writes(const Application& application) {
    if (!application.tend) return {};
    return
        [&application](bool busy) { return is_more_left([&] { return application.tend(busy); }); };
}

// Every connection is a file descriptor, and shells limit programs to 1024 of them.
void raise_descriptor_limit(std::size_t connections) {
    rlimit limit{};
    const rlim_t wanted = connections * 2 + 256;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
}

// On one core hashing then gets three quarters of it, and key pairs are still made on a busy
// machine.
constexpr int kNicenessOfKeys = 5;

void open_lanes(Shared& shared) {
    const Limits& limits = shared.limits;
    const Application& application = shared.application;
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    shared.hash.emplace(LanePool::Size{.threads = limits.hash_threads ? limits.hash_threads : cores,
                                       .waiting = limits.hash_queue},
                        run_one_by_one(application, Lane::hash));
    shared.keys.emplace(LanePool::Size{.waiting = limits.key_queue, .niceness = kNicenessOfKeys},
                        run_one_by_one(application, Lane::keys));
    if (application.make_ahead)
        shared.ahead.emplace([&application] { return is_more_left(application.make_ahead); },
                             shared.rounds, SpareTime::Pauses{});
    if (limits.database_threads > 0)
        shared.database.emplace(
            LanePool::Size{.threads = limits.database_threads, .waiting = limits.database_queue},
            run_one_by_one(application, Lane::database));
    shared.write.emplace(
        LanePool::Size{.waiting = limits.write_queue, .batch = limits.write_batch},
        [&application](std::span<LaneTask> batch, std::size_t) { run_writes(application, batch); },
        tend_between_writes(application));
}

// With SO_REUSEPORT alone a second server would silently take half of the first one's clients.
void check_is_free(const tcp::endpoint& endpoint) {
    asio::io_context context;
    Acceptor probe(context);
    probe.open(endpoint.protocol());
    probe.set_option(Acceptor::reuse_address(true));
    probe.bind(endpoint);
}

// What to do when listening fails; "" when the reason says it all.
std::string advice_for(const boost::system::error_code& error) {
    if (error == boost::system::errc::address_in_use)
        return " Another program listens there, perhaps a server that still runs: end that one, or "
               "choose another port.";
    if (error == boost::system::errc::permission_denied)
        return " Ports below 1024 are for root and for programs with the capability "
               "CAP_NET_BIND_SERVICE: choose another port.";
    if (error == boost::system::errc::address_not_available)
        return " No network of this machine has this address: choose one of `ip address`, or "
               "0.0.0.0 for all.";
    return "";
}

}  // namespace

struct Listener::State {
    State(Application application, Limits limits)
        : shared{.application = std::move(application), .limits = limits},
          first(shared, 0),
          stop_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          stop_watch(first.context(), ::dup(stop_event)) {}
    ~State() { ::close(stop_event); }

    Shared shared;
    Worker first;
    struct Address {
        tcp::endpoint endpoint;
        Service service;
    };
    std::vector<Address> addresses{};
    int stop_event;
    asio::posix::basic_stream_descriptor<Executor> stop_watch;
};

Listener::Listener(Application application, Limits limits)
    : state_(std::make_unique<State>(std::move(application), limits)) {}

Listener::~Listener() = default;

std::uint16_t Listener::bind(const std::string& address, std::uint16_t port, Service service) {
    if (service == Service::tls && !state_->shared.tls.get())
        throw std::logic_error("TLS needs a certificate first");
    try {
        tcp::resolver resolver(state_->first.context());
        const tcp::endpoint wanted =
            *resolver.resolve(address, std::to_string(port), tcp::resolver::passive).begin();
        if (port != 0) check_is_free(wanted);
        state_->addresses.push_back(
            {.endpoint = state_->first.listen(wanted, service), .service = service});
    } catch (const boost::system::system_error& error) {
        const bool is_ipv6 = address.find(':') != std::string::npos;
        throw std::runtime_error(fmt::format("Cannot listen on {}:{}: {}.{}",
                                             is_ipv6 ? "[" + address + "]" : address, port,
                                             error.code().message(), advice_for(error.code())));
    }
    return state_->addresses.back().endpoint.port();
}

void Listener::use_certificate(const std::string& certificate_file, const std::string& key_file) {
    state_->shared.tls.set(load_tls(certificate_file, key_file));
}

void Listener::run(std::size_t threads) {
    Shared& shared = state_->shared;
    raise_descriptor_limit(shared.limits.connections);

    open_lanes(shared);

    std::vector<std::unique_ptr<Worker>> others;
    for (std::size_t index = 1; index < threads; ++index) {
        others.push_back(std::make_unique<Worker>(shared, index));
        for (const auto& [endpoint, service] : state_->addresses)
            others.back()->listen(endpoint, service);
    }
    shared.workers = {&state_->first};
    for (const auto& other : others)
        shared.workers.push_back(other.get());
    Worker patient(shared, threads);
    shared.patient = &patient;
    // A worker must not end while it may still receive connections: the serving workers stay until
    // the low-priority worker drains, and that one stays until they have ended.
    std::vector<asio::executor_work_guard<Executor>> awake;
    for (Worker* worker : shared.workers)
        awake.emplace_back(worker->context().get_executor());
    std::optional patient_awake(asio::make_work_guard(patient.context()));
    state_->stop_watch.async_wait(asio::posix::descriptor_base::wait_read, [&](const auto& error) {
        if (error) return;
        for (Worker* worker : shared.workers)
            worker->post_drain();
        patient.post_drain([&awake] { awake.clear(); });
    });
    std::thread patient_thread([&patient] {
        let_others_go_before(kMostNice);
        pthread_setname_np(pthread_self(), kPatientThread);
        patient.run();
    });
    std::vector<std::thread> running;
    for (const auto& other : others)
        running.emplace_back([&other] { other->run(); });
    state_->first.run();
    for (std::thread& thread : running)
        thread.join();
    patient_awake.reset();
    patient_thread.join();
    shared.hash.reset();
    shared.write.reset();
    shared.database.reset();
    shared.keys.reset();
    shared.ahead.reset();  // Last, because calls on the lanes nudge it.
}

void Listener::make_ahead() {
    if (state_->shared.ahead) state_->shared.ahead->nudge();
}

void Listener::stop() {
    const std::uint64_t one = 1;
    // Only fails with a full counter, and then the drain was requested already.
    [[maybe_unused]] const ssize_t written = ::write(state_->stop_event, &one, sizeof one);
}

}  // namespace roster::net
