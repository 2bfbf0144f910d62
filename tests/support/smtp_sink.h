// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"

namespace roster {

// A mail server on a free port of 127.0.0.1 that takes every message and keeps it.
class SmtpSink {
  public:
    struct Message {
        std::string sender{};
        std::string recipient{};
        std::string content{};
    };

    SmtpSink() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        listen(listener_, 4);
        socklen_t length = sizeof address;
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmtpSink() {
        stopping_ = true;
        thread_.join();
        close(listener_);
    }
    SmtpSink(const SmtpSink&) = delete;

    int port() const { return port_; }
    std::vector<Message> messages() {
        const std::lock_guard lock(mutex_);
        return messages_;
    }

  private:
    void serve() {
        constexpr int kLookEveryMs = 20;
        while (!stopping_) {
            pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
            if (poll(&waiting, 1, kLookEveryMs) <= 0) continue;
            const int client = accept(listener_, nullptr, nullptr);
            talk(client);
            close(client);
        }
    }

    static void say(int client, std::string text) {
        text += "\r\n";
        (void)!write(client, text.data(), text.size());
    }

    void talk(int client) {
        Message message;
        std::string buffer;
        bool in_content = false;
        say(client, "220 sink");
        for (char bytes[4096];;) {
            const ssize_t count = read(client, bytes, sizeof bytes);
            if (count <= 0) return;
            buffer.append(bytes, static_cast<std::size_t>(count));
            for (std::size_t end; (end = buffer.find("\r\n")) != std::string::npos;) {
                const std::string line = buffer.substr(0, end);
                buffer.erase(0, end + 2);
                if (!take(client, line, message, in_content)) return;
            }
        }
    }

    bool take(int client, const std::string& line, Message& message, bool& in_content) {
        if (in_content && line != ".") {
            message.content += line + "\n";
        } else if (in_content) {
            in_content = false;
            const std::lock_guard lock(mutex_);
            messages_.push_back(message);
            say(client, "250 kept");
        } else if (line.starts_with("DATA")) {
            in_content = true;
            say(client, "354 go on");
        } else if (line.starts_with("QUIT")) {
            say(client, "221 bye");
            return false;
        } else {
            if (line.starts_with("MAIL FROM:")) message.sender = line.substr(10);
            if (line.starts_with("RCPT TO:")) message.recipient = line.substr(8);
            say(client, "250 ok");
        }
        return true;
    }

    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::vector<Message> messages_;
    std::thread thread_;
};

// What a mail says: its parts, which travel in base64.
inline std::string text_of(const SmtpSink::Message& message) {
    std::string text, part;
    for (const std::string_view line : split(message.content, '\n')) {
        if (!line.empty() && line.find_first_of(" :-") == std::string_view::npos) {
            part += line;
            continue;
        }
        text += base64_decode(part);
        part.clear();
    }
    return text + base64_decode(part);
}

}  // namespace roster
