// SPDX-License-Identifier: Apache-2.0
#include "app/question.h"

#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace roster {

namespace {

constexpr std::size_t kLongestLine = 4096;

constexpr int kEndings[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP};

// Turns off the echo of the terminal, if the input is one. A signal that ends the process restores
// it, too. Only one may exist at a time.
class SilentTerminal {
  public:
    SilentTerminal() : is_terminal_(tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!is_terminal_) return;
        struct sigaction wanted {};
        wanted.sa_handler = restore_and_end;
        for (std::size_t i = 0; i < std::size(kEndings); ++i)
            sigaction(kEndings[i], &wanted, &handlers_[i]);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        // Input typed earlier counts, as in a pipe.
        tcsetattr(STDIN_FILENO, TCSADRAIN, &silent);
    }
    ~SilentTerminal() {
        if (!is_terminal_) return;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        for (std::size_t i = 0; i < std::size(kEndings); ++i)
            sigaction(kEndings[i], &handlers_[i], nullptr);
    }
    SilentTerminal(const SilentTerminal&) = delete;

  private:
    // Calls only async-signal-safe functions.
    static void restore_and_end(int number) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before_);
        signal(number, SIG_DFL);
        raise(number);
    }

    static inline termios before_{};  // static, so that the signal handler finds it
    struct sigaction handlers_[std::size(kEndings)]{};
    bool is_terminal_ = false;
};

std::optional<std::string> read_line() {
    std::string line;
    for (int c = 0; (c = std::cin.get()) != std::istream::traits_type::eof();) {
        if (c == '\n') return line;
        if (line.size() == kLongestLine)
            throw std::runtime_error("An answer has at most 4096 bytes.");
        line += static_cast<char>(c);
    }
    if (line.empty()) return std::nullopt;
    return line;
}

}  // namespace

std::optional<std::string> ask(const std::string& question, cli::Echo echo) {
    std::optional<SilentTerminal> silent;
    if (echo == cli::Echo::off) silent.emplace();
    std::cerr << question << std::flush;
    std::optional<std::string> line = read_line();
    // The typed line feed was not echoed either.
    if (silent && line) std::cerr << '\n';
    return line;
}

}  // namespace roster
