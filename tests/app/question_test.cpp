// SPDX-License-Identifier: Apache-2.0
#include "app/question.h"

#include <doctest/doctest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>

using namespace roster;

namespace {

// Asks in a process of its own, which says what it was told, or that nobody answered.
[[noreturn]] void ask_and_say(const char* question, cli::Echo echo, int times) {
    for (int i = 0; i < times; ++i) {
        const std::string answer = ask(question, echo).value_or("nobody");
        std::cerr << '<' << answer.size() << ">\n";
    }
    _exit(0);
}

std::string read_until(int file, const std::string& end) {
    std::string text;
    char c = 0;
    while (!text.ends_with(end) && read(file, &c, 1) == 1)
        text += c;
    return text;
}

// What a terminal shows while somebody answers a question.
std::string shown_on_terminal(cli::Echo echo, const std::string& answer) {
    int terminal = -1;
    std::cout.flush();  // Else the child would print it too.
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    REQUIRE(child >= 0);
    if (child == 0) ask_and_say("Password? ", echo, 1);
    std::string shown = read_until(terminal, "? ");
    REQUIRE(write(terminal, answer.data(), answer.size()) == static_cast<ssize_t>(answer.size()));
    shown += read_until(terminal, ">");
    close(terminal);
    waitpid(child, nullptr, 0);
    return shown;
}

// What the error output holds after asking a pipe that often.
std::string asked_of_pipe(const std::string& input, int times) {
    int in[2], err[2];
    REQUIRE((pipe(in) == 0 && pipe(err) == 0));
    std::cout.flush();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(err[1], STDERR_FILENO);
        close(in[1]);
        ask_and_say("? ", cli::Echo::off, times);
    }
    close(in[0]);
    close(err[1]);
    REQUIRE(write(in[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    close(in[1]);
    const std::string said = read_until(err[0], "never");
    close(err[0]);
    waitpid(child, nullptr, 0);
    return said;
}

}  // namespace

TEST_CASE("a terminal does not show a secret while it is typed, and shows what is none") {
    CHECK(shown_on_terminal(cli::Echo::off, "Plum-42\n") == "Password? \r\n<7>");
    CHECK(shown_on_terminal(cli::Echo::on, "yes\n") == "Password? yes\r\n<3>");
}

TEST_CASE("a terminal shows again what is typed after a question was broken off") {
    int terminal = -1;
    std::cout.flush();
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    REQUIRE(child >= 0);
    if (child == 0) ask_and_say("Password? ", cli::Echo::off, 1);
    read_until(terminal, "? ");
    termios asked{}, ended{};
    REQUIRE(tcgetattr(terminal, &asked) == 0);
    CHECK((asked.c_lflag & ECHO) == 0);
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT));
    REQUIRE(tcgetattr(terminal, &ended) == 0);
    CHECK((ended.c_lflag & ECHO) != 0);
    close(terminal);
}

TEST_CASE("a pipe answers a question with each of its lines, the last without a line feed too") {
    CHECK(asked_of_pipe("ab\nabc", 3) == "? \n<2>\n? \n<3>\n? <6>\n");
    CHECK(asked_of_pipe("", 1) == "? <6>\n");
    CHECK(asked_of_pipe("\n", 2) == "? \n<0>\n? <6>\n");
}
