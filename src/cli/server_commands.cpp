// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <charconv>
#include <stdexcept>

#include "base/text.h"
#include "cli/handlers.h"
#include "cli/usage.h"

namespace roster::cli {

namespace {

template <class Number>
Number to_number(std::string_view text, std::string_view what) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("{} is no {}", text, what));
    return number;
}

// `ADDRESS:PORT`, an IPv6 address in brackets.
void read_listen(std::string_view text, Serving& serving) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        throw std::runtime_error(fmt::format("--listen needs ADDRESS:PORT instead of {}", text));
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    if (!address.empty()) serving.address = address == "localhost" ? "127.0.0.1" : address;
    serving.port = to_number<unsigned short>(text.substr(colon + 1), "port number");
}

// The options of the database as the settings of config.php -> what is wrong with them, or "".
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
        settings.set("dbpassword", invocation.surroundings.environment("OC_DATABASE_PASS"));
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
        password = invocation.surroundings.environment("OC_PASS");
        if (password.empty())
            return invocation.fail("--admin-pass-from-env given, but OC_PASS is empty!");
    }
    const std::string admin = invocation.option("admin-user");
    if (password.empty() && invocation.is_interactive())
        password = invocation.surroundings
                       .ask_secret(fmt::format("What is the password you like to use for the "
                                               "admin account <{}>?",
                                               admin))
                       .value_or("");
    if (password.empty())
        return invocation.fail(
            "The first administrator needs a password: give --admin-pass, or "
            "--admin-pass-from-env with OC_PASS set.");
    invocation.surroundings.install({.data_dir = invocation.data_dir,
                                     .admin_user = admin,
                                     .admin_password = password,
                                     .database = std::move(database)});
    invocation.say("Roster was successfully installed");
    return 0;
}

int serve(Invocation& invocation) {
    Serving serving{.data_dir = invocation.data_dir, .ephemeral = invocation.has("ephemeral")};
    const bool any_port = serving.ephemeral && !invocation.has("listen");
    read_listen(invocation.option("listen"), serving);
    if (any_port) serving.port = 0;
    if (const std::string threads = invocation.option("threads"); !threads.empty())
        serving.threads = to_number<std::size_t>(threads, "number of threads");
    invocation.surroundings.serve(serving, [&](unsigned short port) {
        const bool is_ipv6 = serving.address.find(':') != std::string::npos;
        invocation.say(fmt::format("{} on http://{}:{}", kProgramVersion,
                                   is_ipv6 ? "[" + serving.address + "]" : serving.address, port));
        invocation.surroundings.out.flush();
    });
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
    const Reply reply = invocation.client.native("PUT", "/system-settings", std::move(change));
    if (!reply.good()) return invocation.fail(reply.message);
    invocation.say(on ? "Maintenance mode enabled" : "Maintenance mode disabled");
    return 0;
}

int routes(Invocation& invocation) {
    invocation.print(invocation.surroundings.describe_routes());
    return 0;
}

}  // namespace roster::cli
