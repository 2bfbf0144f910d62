// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <stdexcept>

#include "base/text.h"
#include "cli/commands/handlers.h"
#include "cli/output/redaction.h"
#include "cli/output/usage.h"

namespace roster::cli {

namespace {

// `ADDRESS:PORT`, an IPv6 address in brackets.
Endpoint read_endpoint(std::string_view option, std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        throw std::runtime_error(
            fmt::format("--{} needs ADDRESS:PORT instead of {}", option, text));
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    Endpoint endpoint{.port = read_number<unsigned short>(text.substr(colon + 1), "port number")};
    if (!address.empty()) endpoint.address = address == "localhost" ? "127.0.0.1" : address;
    return endpoint;
}

std::string url(std::string_view protocol, const Endpoint& endpoint, unsigned short port) {
    const bool is_ipv6 = endpoint.address.find(':') != std::string::npos;
    return fmt::format("{}://{}:{}", protocol,
                       is_ipv6 ? "[" + endpoint.address + "]" : endpoint.address, port);
}

// Converts the database options to settings of config.php; returns what is wrong with them, or "".
std::string read_database(const Invocation& invocation, Array& settings) {
    const std::string type = invocation.option("database");
    if (type == "sqlite" || type == "sqlite3") return {};
    if (type != "pgsql" && type != "mysql")
        return fmt::format(
            "The database {} is not supported. Give --database=sqlite, pgsql (PostgreSQL) or mysql "
            "(MariaDB).",
            type);
    settings.set("dbtype", type);
    for (const auto& [option, key] :
         {std::pair("database-name", "dbname"), std::pair("database-host", "dbhost"),
          std::pair("database-port", "dbport"), std::pair("database-user", "dbuser"),
          std::pair("database-pass", "dbpassword")})
        if (const std::string value = invocation.option(option); !value.empty())
            settings.set(key, value);
    if (invocation.has("database-pass-from-env"))
        settings.set("dbpassword", invocation.context.environment("OC_DATABASE_PASS").value_or(""));
    settings.set("dbtableprefix", "oc_");
    if (type == "mysql") settings.set("mysql.utf8mb4", true);
    if (!settings.find("dbname")) return "Give --database-name: the name of the database.";
    if (!settings.find("dbuser")) return "Give --database-user: who may create tables in it.";
    return {};
}

}  // namespace

int install(Invocation& invocation) {
    Array database;
    if (const std::string wrong = read_database(invocation, database); !wrong.empty())
        return invocation.fail(wrong);
    std::string password = invocation.option("admin-pass");
    if (invocation.has("admin-pass-from-env")) {
        password = invocation.context.environment("OC_PASS").value_or("");
        if (password.empty())
            return invocation.fail("--admin-pass-from-env given, but OC_PASS is empty!");
    }
    const std::string admin = invocation.option("admin-user");
    if (password.empty() && invocation.is_interactive())
        password = invocation.ask(
            fmt::format("What is the password you like to use for the admin account <{}>?", admin),
            Echo::off);
    if (password.empty())
        return invocation.fail(
            "The first administrator needs a password: give --admin-pass, or "
            "--admin-pass-from-env with OC_PASS set.");
    const std::string wrong =
        invocation.context.install({.data_dir = invocation.data_dir,
                                    .admin_user = admin,
                                    .admin_password = Secret(std::move(password)),
                                    .database = std::move(database)});
    if (!wrong.empty()) return invocation.fail(wrong);
    invocation.say("Roster was successfully installed");
    return 0;
}

int serve(Invocation& invocation) {
    Serving serving{.data_dir = invocation.data_dir,
                    .ephemeral = invocation.has("ephemeral"),
                    .listen = read_endpoint("listen", invocation.option("listen")),
                    .tls_certificate = invocation.option("tls-cert"),
                    .tls_key = invocation.option("tls-key"),
                    .insecure_http = invocation.has("insecure-http")};
    if (serving.ephemeral && invocation.names_data_dir)
        return invocation.fail(
            "--ephemeral keeps everything in memory and takes no notice of --data-dir: leave one "
            "of the two out.");
    if (serving.ephemeral && !invocation.has("listen")) serving.listen.port = 0;
    if (const std::string redirect = invocation.option("redirect-http"); !redirect.empty())
        serving.redirect = read_endpoint("redirect-http", redirect);
    if (const std::string threads = invocation.option("threads"); !threads.empty())
        serving.threads = read_number<std::size_t>(threads, "number of threads");
    const auto ready = [&](const Listening& listening) {
        std::string line =
            fmt::format("{} on {}", kProgramVersion,
                        url(listening.tls ? "https" : "http", serving.listen, listening.port));
        if (serving.redirect)
            line += fmt::format(" (redirecting from {})",
                                url("http", *serving.redirect, listening.redirect_port));
        invocation.say(line);
        invocation.context.out.flush();
    };
    try {
        invocation.context.serve(serving, ready);
    } catch (const std::runtime_error& error) {
        // On one line, because it may name options to copy: a block would break it anywhere.
        invocation.context.err << error.what() << '\n';
        return 1;
    }
    return 0;
}

int add_missing_indices(Invocation& invocation) {
    invocation.say("Making the index of accounts anew, this can take some time...");
    invocation.context.add_indices(invocation.data_dir);
    invocation.say("Done.");
    return 0;
}

int status(Invocation& invocation) {
    const Reply reply = invocation.client.page("/status.php");
    Array shown;
    for (const char* name : {"installed", "version", "versionstring", "edition", "maintenance",
                             "needsDbUpgrade", "productname", "extendedSupport"})
        shown.set(name, reply[name]);
    invocation.show(shown);
    return 0;
}

int maintenance_mode(Invocation& invocation) {
    const bool is_on = invocation.client.page("/status.php").is("maintenance");
    const bool on = invocation.has("on"), off = invocation.has("off");
    if (!on && !off) {
        invocation.say(is_on ? "Maintenance mode is currently enabled"
                             : "Maintenance mode is currently disabled");
        return 0;
    }
    if (on == is_on) {
        invocation.say(is_on ? "Maintenance mode already enabled"
                             : "Maintenance mode already disabled");
        return 0;
    }
    Array names;
    names.push("maintenance");
    Array change;
    change.set("names", std::move(names));
    change.set("value", on);
    const Reply reply = invocation.client.api("PUT", "/system-settings", std::move(change));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say(on ? "Maintenance mode enabled" : "Maintenance mode disabled");
    return 0;
}

int routes(Invocation& invocation) {
    invocation.print(invocation.context.describe_routes());
    return 0;
}

}  // namespace roster::cli
