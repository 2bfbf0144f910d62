// SPDX-License-Identifier: Apache-2.0
#include "app/server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <future>
#include <thread>

#include "app/data_dir.h"
#include "app/house.h"
#include "support/world.h"

using namespace roster;

namespace {

// One request on a connection of its own; the whole answer.
std::string ask(unsigned short port, const std::string& method, const std::string& path,
                const std::string& body = "") {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close(connection);
        return "no connection";
    }
    const std::string request = method + " /ocs/v2.php" + path +
                                " HTTP/1.1\r\nHost: localhost\r\nOCS-APIRequest: true\r\n"
                                "Authorization: " +
                                basic("admin", "admin") +
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

bool succeeded(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 200");
}

}  // namespace

TEST_CASE("parallel creates all succeed, and SIGTERM ends the server well") {
    constexpr int kThreads = 8, kEach = 8;
    const auto installation = make_ephemeral();
    House house = make_house(*installation);
    // The signal is for the thread in serve() that waits for it, as in the program itself.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::promise<unsigned short> ready;
    std::thread server([&] {
        serve(house, {.listen = {.port = 0}, .threads = 2, .show_hints = false},
              [&](const cli::Listening& listening) { ready.set_value(listening.port); });
    });
    const unsigned short port = ready.get_future().get();
    std::atomic<int> made = 0;
    std::vector<std::thread> clients;
    for (int thread = 0; thread < kThreads; ++thread)
        clients.emplace_back([&, thread] {
            for (int i = 0; i < kEach; ++i) {
                const std::string uid = "user-" + std::to_string(thread * kEach + i);
                made += succeeded(ask(port, "POST", "/cloud/users",
                                      "userid=" + uid + "&password=Plum-Kettle-42"));
            }
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(made == kThreads * kEach);
    CHECK(succeeded(ask(port, "GET", "/cloud/users/user-63")));
    kill(getpid(), SIGTERM);
    server.join();
    CHECK(ask(port, "GET", "/cloud/users") == "no connection");
}
