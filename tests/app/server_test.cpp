// SPDX-License-Identifier: Apache-2.0
#include "app/server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "app/data_dir.h"
#include "app/house.h"
#include "net/lane_pool.h"
#include "support/reserved_port.h"
#include "support/world.h"

using namespace roster;

namespace {

struct Caller {
    std::string authorization = basic("admin", "admin");
    const char* address = "127.0.0.1";
};

// One request on a connection of its own; the whole answer.
std::string ask(unsigned short port, const std::string& method, const std::string& path,
                const std::string& body = "", const Caller& caller = {}) {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = inet_addr(caller.address);
    bind(connection, reinterpret_cast<sockaddr*>(&address), sizeof address);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close(connection);
        return "no connection";
    }
    const std::string request = method + " /ocs/v2.php" + path +
                                " HTTP/1.1\r\nHost: localhost\r\nOCS-APIRequest: true\r\n"
                                "Accept: application/json\r\nAuthorization: " +
                                caller.authorization +
                                "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                "Content-Length: " +
                                std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
                                body;
    (void)!write(connection, request.data(), request.size());
    std::string answer;
    char bytes[4096];
    for (ssize_t count; (count = read(connection, bytes, sizeof bytes)) > 0;)
        answer.append(bytes, static_cast<std::size_t>(count));
    close(connection);
    return answer;
}

// The program's server on an installation in memory, until it is ended.
class Running {
  public:
    Running() {
        // The signal is for the thread in serve() that waits for it, as in the program itself.
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        std::promise<unsigned short> ready;
        thread_ = std::thread([&] {
            serve(house_, {.listen = {.port = 0}, .threads = 2, .show_hints = false},
                  [&](const cli::Listening& listening) { ready.set_value(listening.port); });
        });
        port = ready.get_future().get();
    }
    ~Running() { end(); }
    void end() {
        if (!thread_.joinable()) return;
        kill(getpid(), SIGTERM);
        thread_.join();
    }

    unsigned short port = 0;

  private:
    std::unique_ptr<Installation> installation_ = make_ephemeral();
    House house_ = make_house(*installation_);
    std::thread thread_{};
};

// For how long the thread for those who give way has run. How often it slept would say less: on a
// busy machine the next call comes before it does.
std::chrono::nanoseconds work_of_the_patient_thread() {
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::string name;
        std::getline(std::ifstream(task.path() / "comm") >> std::ws, name);
        if (name != net::kPatientThread) continue;
        std::chrono::nanoseconds::rep running = 0;
        std::ifstream(task.path() / "schedstat") >> running;
        return std::chrono::nanoseconds(running);
    }
    return {};
}

bool succeeded(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 200");
}

}  // namespace

TEST_CASE("parallel creates all succeed, and SIGTERM ends the server well") {
    constexpr int kThreads = 8, kEach = 8;
    Running server;
    const ReservedPort reserved(server.port);
    std::atomic<int> made = 0;
    std::vector<std::thread> clients;
    for (int thread = 0; thread < kThreads; ++thread)
        clients.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                const std::string uid = "user-" + std::to_string(thread * kEach + i);
                made += succeeded(ask(server.port, "POST", "/cloud/users",
                                      "userid=" + uid + "&password=Plum-Kettle-42"));
            }
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(made == kThreads * kEach);
    CHECK(succeeded(ask(server.port, "GET", "/cloud/users/user-63")));
    server.end();
    CHECK(ask(server.port, "GET", "/cloud/users") == "no connection");
}

TEST_CASE("SIGTERM ends a server well while it waits for its database") {
    // In a process of its own, which the signal may end.
    const pid_t child = fork();
    if (child == 0) {
        Array settings;
        settings.set("secret", "x");
        settings.set("instanceid", "oc1");
        Installation installation{
            .database = storage::Database(
                {.engine = storage::Engine::postgres, .hosts = {{.socket = "/nowhere"}}}),
            .settings = storage::SettingsFile(std::move(settings)),
            .data_dir = "/nowhere"};
        House house = make_house(installation);
        serve(house, {.listen = {.port = 0}, .threads = 1, .show_hints = false},
              [](const cli::Listening&) { kill(getpid(), SIGTERM); });
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("who is refused for guesses is served apart, and keeps what is allowed to them") {
    const Running server;
    const Caller guesser{.authorization = basic("admin", "wrong"), .address = "127.0.0.2"};
    const auto guess = [&] { return ask(server.port, "GET", "/cloud/user", "", guesser); };
    std::atomic<int> wrong = 0, refused = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 40; ++i)
        clients.emplace_back([&] {
            const std::string answer = guess();
            wrong += answer.starts_with("HTTP/1.1 401");
            refused += answer.starts_with("HTTP/1.1 429");
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(wrong + refused == 40);
    CHECK(wrong >= 11);
    const auto work = work_of_the_patient_thread();
    for (int i = 0; i < 20; ++i)
        CHECK(guess().starts_with("HTTP/1.1 429"));
    CHECK(work_of_the_patient_thread() - work > std::chrono::microseconds(200));

    const std::string made = ask(server.port, "GET", "/core/getapppassword");
    CHECK(succeeded(made));
    const std::string mark = "\"apppassword\":\"";
    const Caller bearer{.authorization = "Bearer " + made.substr(made.find(mark) + mark.size(), 72),
                        .address = guesser.address};
    CHECK(succeeded(ask(server.port, "GET", "/cloud/users", "", bearer)));
    // This one passes the lane for hashes.
    CHECK(succeeded(
        ask(server.port, "POST", "/cloud/users", "userid=ben&password=Plum-Kettle-42", bearer)));
}
