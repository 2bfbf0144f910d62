// SPDX-License-Identifier: Apache-2.0
// A server with a small program behind it.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "net/client.h"
#include "net/listener.h"

namespace roster::net::test {

// Who comes from here gives way to all others, unless there is a header X-Hurry; so does who has
// a header X-Patient.
inline constexpr const char* kPatient = "127.0.0.2";

// Answers METHOD|TARGET|BODY, and in X-Thread which listener thread began with it. The path chooses
// the way: /hash and /write pass that lane, /both one after the other, /slow takes 200 ms on the
// hash lane, /hold 50 ms of the listener thread; /fail throws, /hash-fail and /write-fail in their
// lane; /unknown has no known length, /big is 4 MB, /empty is 204, /batch the size of its write
// batch. A large body is asked for at once, by /ask after the hash lane; /refuse answers without
// it. /parse keeps 1 MB more after the hash lane.
class EchoCall final : public Call {
  public:
    explicit EchoCall(Request&& request) : request_(std::move(request)) {}

    std::optional<Lane> run(Lane lane, std::size_t thread) override {
        const bool hashed = lane == Lane::hash;
        if (request_.target == "/fail" || (hashed && request_.target == "/hash-fail"))
            throw std::runtime_error("a failing call");
        if (lane == Lane::read && stage_++ == 0) {
            thread_ = thread;
            if (request_.body_follows) {
                --stage_;
                if (goes("/ask")) return std::exchange(asked_, true) ? Lane::body : Lane::hash;
                if (!goes("/refuse")) return Lane::body;
            }
            if (goes("/hold")) std::this_thread::sleep_for(std::chrono::milliseconds(50));
            if (goes("/hash") || goes("/both") || goes("/slow") || goes("/parse"))
                return Lane::hash;
            if (goes("/write") || goes("/batch")) return Lane::write;
        }
        if (hashed) {
            trace_ += "hash|";
            if (goes("/parse")) parsed_bytes = 1'000'000;
            if (goes("/slow")) std::this_thread::sleep_for(std::chrono::milliseconds(200));
            return goes("/both") ? Lane::write : Lane::read;
        }
        if (goes("/empty")) response.status = 204;
        response.length_known = !goes("/unknown");
        response.body = trace_ + request_.method + "|" + request_.target + "|" + request_.body;
        if (goes("/big")) response.body.assign(4'000'000, 'x');
        if (goes("/unknown-empty")) response.body.clear();
        response.add("X-Peer", request_.remote_address);
        response.add("X-Thread", std::to_string(thread_));
        if (request_.secure) response.add("X-Secure", "yes");
        return std::nullopt;
    }

    void take_body(std::string&& body) override {
        request_.body = std::move(body);
        request_.body_follows = false;
    }

    std::optional<Lane> write(std::size_t batch) {
        if (goes("/write-fail")) throw std::runtime_error("a failing write");
        trace_ += goes("/batch") ? std::to_string(batch) + "|" : "write|";
        return Lane::read;
    }

  private:
    bool goes(std::string_view path) const { return request_.target.starts_with(path); }

    Request request_;
    std::string trace_{};
    int stage_ = 0;
    bool asked_ = false;
    std::size_t thread_ = 0;
};

inline Application echo_application() {
    return {
        .make_call =
            [](Request&& request) { return std::make_unique<EchoCall>(std::move(request)); },
        .gives_way =
            [](const Request& request) {
                return request.find_header("X-Patient") ||
                       (request.remote_address == kPatient && !request.find_header("X-Hurry"));
            },
        .refuse_busy =
            [](Call& call) {
                call.response.status = 503;
                call.response.body = "busy";
            },
        .run_writes =
            [](std::span<Call*> calls) {
                std::vector<std::optional<Lane>> next;
                for (Call* call : calls)
                    next.push_back(dynamic_cast<EchoCall*>(call)->write(calls.size()));
                // The time of a commit: others arrive meanwhile.
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                return next;
            },
        .refuse_framing =
            [](int status, std::string_view reason) {
                return Response{.status = status, .body = std::string(reason)};
            },
        .redirect =
            [](const Request& request) {
                return Response{.status = 308, .body = "go to https:/" + request.target};
            },
    };
}

// The names of two PEM files.
struct CertificateFiles {
    std::string certificate{};
    std::string key{};
};

// Runs from here until it is destroyed, which drains it.
class Server {
  public:
    explicit Server(Limits limits = {}, std::size_t threads = 1, Service service = Service::plain,
                    const CertificateFiles* files = nullptr,
                    Application application = echo_application())
        : listener_(std::move(application), limits) {
        if (files) use_certificate(*files);
        port_ = listener_.bind("127.0.0.1", 0, service);
        thread_ = std::thread([this, threads] { listener_.run(threads); });
    }
    ~Server() {
        stop();
        wait();
    }
    // Begins to drain.
    void stop() { listener_.stop(); }
    // Returns when run() has.
    void wait() {
        if (thread_.joinable()) thread_.join();
    }

    // Throws what the listener throws.
    void use_certificate(const CertificateFiles& files) {
        listener_.use_certificate(files.certificate, files.key);
    }

    std::uint16_t port() const { return port_; }

  private:
    Listener listener_;
    std::uint16_t port_ = 0;
    std::thread thread_{};
};

// One request on a connection of its own.
inline Answer ask(const Server& server, std::string_view bytes, bool head_only = false) {
    Client client(server.port());
    client.send(bytes);
    return client.receive(head_only);
}

}  // namespace roster::net::test
