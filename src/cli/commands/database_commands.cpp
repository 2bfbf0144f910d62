// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "base/php/php.h"
#include "cli/commands/handlers.h"
#include "cli/output/usage.h"

namespace roster::cli {

int attach(Invocation& invocation) {
    const std::string config = invocation.option("config");
    if (config.empty())
        return invocation.fail_with_usage(
            "attach needs the config.php of a Nextcloud: --config /var/www/nextcloud/config/"
            "config.php");
    const Attaching wanted{.config = config,
                           .data_dir = invocation.data_dir,
                           .changes = invocation.arguments.values("set"),
                           .add_indexes = invocation.has("add-indexes")};
    for (const std::string& line : invocation.context.attach(wanted))
        invocation.say(line);
    return 0;
}

int detach(Invocation& invocation) {
    for (const std::string& line : invocation.context.detach(invocation.data_dir))
        invocation.say(line);
    return 0;
}

namespace {

enum DoctorStatus { kWell = 0, kRisky = 1, kWrong = 2 };

int status_of(const std::string& severity) {
    return severity == "error" ? kWrong : severity == "warning" ? kRisky : kWell;
}

// The finding when the installation cannot even be opened.
Array cannot_open(const Invocation& invocation, const std::string& reason) {
    Array finding, findings;
    finding.set("name", "open");
    finding.set("severity", "error");
    finding.set("text", fmt::format("The installation cannot be opened: {}", reason));
    finding.set("mend",
                fmt::format("See that {0} is the data directory, that the server of its database "
                            "runs, and that what {0}/config.json says about it is right (dbtype, "
                            "dbhost, dbname, dbuser, dbpassword)",
                            invocation.data_dir));
    findings.push(std::move(finding));
    return findings;
}

// The findings of doctor, or why it cannot run.
Value find_faults(const Invocation& invocation) {
    try {
        const Reply reply = invocation.client.api("GET", "/doctor");
        return reply.good() ? reply.data : Value(cannot_open(invocation, reply.message));
    } catch (const std::runtime_error& error) {
        return cannot_open(invocation, error.what());
    }
}

int mend(Invocation& invocation, const std::string& name) {
    Array arguments;
    arguments.set("name", name);
    try {
        const Reply reply = invocation.client.api("PUT", "/doctor", std::move(arguments));
        if (!reply.good()) return invocation.fail(reply.message + ": " + name, kWrong);
        invocation.say(fmt::format("Mended {}: {} changed.", name, to_line(reply["rows"])));
    } catch (const std::runtime_error& error) {
        return invocation.fail(fmt::format("Nothing was mended: {}", error.what()), kWrong);
    }
    return kWell;
}

std::string text_in(const Value& map, std::string_view name) {
    return *map.array()->find(name)->text();
}

}  // namespace

int doctor(Invocation& invocation) {
    if (const std::string name = invocation.option("mend"); !name.empty())
        return mend(invocation, name);
    const Value findings = find_faults(invocation);
    int status = kWell;
    for (const auto& [index, finding] : *findings.array())
        status = std::max(status, status_of(text_in(finding, "severity")));
    if (!invocation.shows_plain()) {
        invocation.show(findings);
        return status;
    }
    for (const auto& [index, finding] : *findings.array())
        invocation.say(fmt::format("{} {}: {}\n    {}", text_in(finding, "severity"),
                                   text_in(finding, "name"), text_in(finding, "text"),
                                   text_in(finding, "mend")));
    if (findings.array()->empty()) invocation.say("Nothing is wrong.");
    return status;
}

namespace {

// From the option, the environment or the input; empty for a database user without a password.
std::string database_password(const Invocation& invocation) {
    if (const std::string given = invocation.option("password"); !given.empty()) return given;
    const std::optional<std::string> set = invocation.context.environment("OC_DATABASE_PASS");
    if (set || !invocation.is_interactive()) return set.value_or("");
    return invocation.ask("What is the database password (press <enter> for none)? ", Echo::off);
}

}  // namespace

int db_convert_type(Invocation& invocation) {
    std::string type = invocation.text("type");
    if (type == "sqlite") type = "sqlite3";
    if (type != "sqlite3" && type != "pgsql" && type != "mysql")
        return invocation.fail_with_usage(
            fmt::format("\"{}\" is no type of database; there are sqlite, pgsql (PostgreSQL) and "
                        "mysql (MariaDB).",
                        type));
    const std::int64_t chunk = to_int(invocation.option("chunk-size"));
    if (chunk < 1) return invocation.fail_with_usage("--chunk-size has to be 1 or more.");
    Converting wanted{.data_dir = invocation.data_dir,
                      .type = type,
                      .user = invocation.text("username"),
                      .host = invocation.text("hostname"),
                      .port = invocation.option("port"),
                      .name = invocation.text("database"),
                      .clear_schema = invocation.has("clear-schema"),
                      .chunk_rows = chunk};
    if (type != "sqlite3") {
        if (wanted.name.empty())
            return invocation.fail_with_usage(
                "pgsql and mysql need the username, the hostname and the database.");
        wanted.password = database_password(invocation);
    }
    invocation.context.convert(wanted, [&](const std::string& line) { invocation.say(line); });
    return 0;
}

}  // namespace roster::cli
