// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <sstream>

#include "cli/command_line.h"

using namespace roster;

namespace {

struct Installed {
    int status = 0;
    std::string out{}, err{}, question{}, password{};
};

Installed install(std::vector<std::string> words, std::vector<std::string> lines,
                  const std::string& refusal = "") {
    std::ostringstream out, err;
    Installed result;
    cli::CommandContext context{.out = out, .err = err};
    context.environment = [](const std::string&) { return std::string(); };
    context.install = [&](const cli::Installing& wanted) {
        result.password = wanted.admin_password.reveal();
        return refusal;
    };
    context.ask = [&](const std::string& question, cli::Echo echo) -> std::optional<std::string> {
        CHECK(echo == cli::Echo::off);
        result.question = question;
        if (lines.empty()) return std::nullopt;
        return lines.front();
    };
    words.insert(words.begin(), "maintenance:install");
    result.status = cli::run_command_line(words, context);
    result.out = out.str();
    result.err = err.str();
    return result;
}

}  // namespace

TEST_CASE("maintenance:install asks for the administrator's password where it was not given") {
    const Installed asked = install({"--admin-user=root"}, {"Plum-Kettle-42"});
    CHECK(asked.status == 0);
    CHECK(asked.password == "Plum-Kettle-42");
    CHECK(asked.question == "What is the password you like to use for the admin account <root>?");
    CHECK(install({}, {}).err.find("Aborted.") != std::string::npos);
    CHECK(install({"-n"}, {"Plum-Kettle-42"}).status == 1);
    CHECK(install({"--admin-pass=Plum"}, {}).question.empty());
}

TEST_CASE("maintenance:install prints what speaks against the administrator") {
    const Installed refused =
        install({"--admin-pass=Plum"}, {}, "Login must not consist of dots only");
    CHECK(refused.status == 1);
    CHECK(refused.out == "Login must not consist of dots only\n");
}
