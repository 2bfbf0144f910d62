// SPDX-License-Identifier: Apache-2.0
#include "app/program.h"

#include <fmt/core.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "app/attach/attach.h"
#include "app/attach/convert.h"
#include "app/attach/reference.h"
#include "app/data_dir.h"
#include "app/house.h"
#include "app/indices.h"
#include "app/question.h"
#include "app/server.h"
#include "base/secrets.h"
#include "cli/command_line.h"
#include "service/unavailable.h"
#include "storage/drivers/sqlite.h"

namespace roster {

namespace {

// What a command works on; everything lives as long as its transport.
struct Desk {
    explicit Desk(const std::string& data_dir)
        : installation(open_data_dir(data_dir)),
          house(make_house(*installation)),
          db(installation->database.connect(true)) {}

    std::unique_ptr<Installation> installation;
    House house;
    std::unique_ptr<storage::Connection> db;
};

// Whoever typed the command must be able to write.
void add_advice(const Installation& installation, Response& response) {
    for (const auto trouble : {storage::Trouble::read_only, storage::Trouble::failing})
        if (response.hint == sentence_for(trouble))
            response.hint =
                with_advice(installation, storage::DatabaseError("nothing was changed", trouble));
}

cli::Transport open_desk(const std::string& data_dir) {
    storage::set_lock_notice([] {
        std::cerr << "Another program holds a lock on the database; waiting for it, ten seconds at "
                     "most...\n";
    });
    return [desk = std::make_shared<Desk>(data_dir)](Request request) {
        Response response = answer_at_once(desk->house, *desk->db, std::move(request));
        add_advice(*desk->installation, response);
        return response;
    };
}

void serve_installation(const cli::Serving& serving,
                        const std::function<void(const cli::Listening&)>& ready) {
    const std::unique_ptr<Installation> installation =
        serving.ephemeral ? make_ephemeral() : find_data_dir(serving.data_dir);
    House house = make_house(*installation);
    serve(house, serving, ready);
}

void convert(const cli::Converting& wanted, const std::function<void(const std::string&)>& say) {
    convert_database({.data_dir = wanted.data_dir,
                      .type = wanted.type,
                      .user = wanted.user,
                      .host = wanted.host,
                      .port = wanted.port,
                      .name = wanted.name,
                      .password = wanted.password,
                      .clear_schema = wanted.clear_schema,
                      .chunk_rows = wanted.chunk_rows},
                     say);
}

std::optional<std::string> environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace

namespace {

// The value in `--set KEY=VALUE` or `--set=KEY=VALUE` if the key names a secret; otherwise nullptr.
char* secret_of_assignment(char** argv, int index) {
    constexpr std::string_view kOption = "--set";
    char* word = argv[index];
    const std::string_view text(word);
    if (text.starts_with("--set="))
        word += kOption.size() + 1;
    else if (argv[index - 1] != kOption)
        return nullptr;
    char* const equals = std::strchr(word, '=');
    const bool secret = equals && names_secret({word, static_cast<std::size_t>(equals - word)});
    return secret ? equals + 1 : nullptr;
}

}  // namespace

void hide_secrets(int argc, char** argv) {
    const auto hide = [](char* text) { std::memset(text, '*', std::strlen(text)); };
    bool after_secret_key = false;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word(argv[i]);
        if (char* value = secret_of_assignment(argv, i)) hide(value);
        const std::string_view name = word.substr(0, word.find('='));
        if (!name.starts_with("--")) {
            // Command names contain a colon. The word behind a key is its value.
            const bool is_assignment = std::string_view(argv[i - 1]) == "--set";
            if (after_secret_key && !is_assignment) hide(argv[i]);
            after_secret_key |= names_secret(name) && name.find(':') == std::string_view::npos;
            continue;
        }
        const bool secret = names_secret(name) || (after_secret_key && name == "--value");
        if (!secret || name.ends_with("-from-env")) continue;
        if (name.size() < word.size())
            hide(argv[i] + name.size() + 1);
        else if (i + 1 < argc && argv[i + 1][0] != '-')
            hide(argv[i + 1]);
    }
}

int run_program(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    hide_secrets(argc, argv);
    cli::CommandContext context{
        .open = open_desk,
        .install =
            [](const cli::Installing& wanted) {
                const Result<Done> installed = install({.data_dir = wanted.data_dir,
                                                        .admin_user = Uid(wanted.admin_user),
                                                        .admin_password = wanted.admin_password,
                                                        .database = wanted.database});
                return installed ? std::string() : installed.error().message;
            },
        .attach =
            [](const cli::Attaching& wanted) {
                return attach({.config = wanted.config,
                               .data_dir = wanted.data_dir,
                               .changes = wanted.changes,
                               .add_indexes = wanted.add_indexes});
            },
        .detach = detach,
        .convert = convert,
        .add_indices = [](const std::string& data_dir) { make_indices(*open_data_dir(data_dir)); },
        .serve = serve_installation,
        .describe_routes = reference,
        .environment = environment,
        .ask = ask,
        .out = std::cout,
        .err = std::cerr};
    const int status = cli::run_command_line(words, context);
    std::cout.flush();
    return status;
}

}  // namespace roster
