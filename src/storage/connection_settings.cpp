// SPDX-License-Identifier: Apache-2.0
#include "storage/connection_settings.h"

#include <fmt/core.h>

#include <charconv>
#include <filesystem>
#include <stdexcept>

#include "base/text.h"

namespace roster::storage {

namespace {

// PDO's numbers for the TLS options of MariaDB's client.
constexpr std::string_view kPdoKey = "1007", kPdoCertificate = "1008", kPdoAuthority = "1009",
                           kPdoVerify = "1014";
constexpr std::string_view kUsualHost = "localhost";

Engine engine_of(const std::string& type) {
    if (type == "sqlite3" || type == "sqlite") return Engine::sqlite;
    if (type == "pgsql") return Engine::postgres;
    if (type == "mysql") return Engine::mariadb;
    throw std::runtime_error(fmt::format(
        "the setting dbtype is '{}'; Roster knows sqlite3, pgsql and mysql (for MariaDB)", type));
}

std::uint16_t to_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0)
        throw std::runtime_error(
            fmt::format("the setting dbhost has the port '{}'; ports are 1 to 65535", text));
    return port;
}

// Accepts HOST, HOST:PORT, HOST:/SOCKET, /SOCKET, IPv6, [IPv6] and [IPv6]:PORT.
DatabaseHost to_host(std::string_view text, std::uint16_t usual_port) {
    DatabaseHost host{.port = usual_port};
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = std::min(text.find(']'), text.size());
        host.name = text.substr(1, end - 1);
        rest = text.substr(std::min(end + 1, text.size()));
    } else if (text.starts_with('/')) {
        rest = text;
    } else {
        const std::size_t colon = text.find(':');
        const bool bare_ipv6 = colon != text.npos && text.find(':', colon + 1) != text.npos &&
                               text.substr(colon + 1, 1) != "/";
        host.name = text.substr(0, bare_ipv6 ? text.npos : colon);
        if (!bare_ipv6 && colon != text.npos) rest = text.substr(colon);
    }
    if (rest.starts_with(':')) rest.remove_prefix(1);
    if (rest.starts_with('/')) {
        host.socket = rest;
        host.name.clear();
    } else if (!rest.empty()) {
        host.port = to_port(rest);
    }
    return host;
}

std::vector<DatabaseHost> hosts_of(const Settings& settings) {
    // Nextcloud uses dbport only when dbhost names no port.
    const std::string port_text = settings.text("dbport");
    const std::uint16_t port = port_text.empty() ? std::uint16_t{0} : to_port(port_text);
    std::vector<DatabaseHost> hosts;
    const std::string all = settings.text("dbhost", kUsualHost);
    for (const std::string_view text : split(all, ','))
        if (const std::string_view trimmed = trim(text); !trimmed.empty())
            hosts.push_back(to_host(trimmed, port));
    if (hosts.empty()) hosts.push_back(to_host(kUsualHost, port));
    return hosts;
}

DatabaseTls tls_of(const Settings& settings) {
    const auto part = [&settings](std::string_view key) {
        const Value* value = settings.find(key);
        return Settings(value && value->array() ? *value->array() : Array{});
    };
    const Settings postgres = part("pgsql_ssl");
    const Settings pdo = part("dbdriveroptions");
    return {.mode = postgres.text("mode"),
            .authority_file = postgres.text("rootcert", pdo.text(kPdoAuthority)),
            .certificate_file = postgres.text("cert", pdo.text(kPdoCertificate)),
            .key_file = postgres.text("key", pdo.text(kPdoKey)),
            .revocations_file = postgres.text("crl"),
            .verify_server = pdo.boolean(kPdoVerify, true)};
}

std::string sqlite_path(const Settings& settings, const std::string& data_dir) {
    const std::filesystem::path own(data_dir);
    const std::string name = settings.text("dbname");
    if (name.empty()) return (own / "roster.db").string();
    if (name.starts_with('/')) return name;
    return (std::filesystem::path(settings.text("datadirectory", data_dir)) / (name + ".db"))
        .string();
}

}  // namespace

ConnectionSettings database_location(const Settings& settings, const std::string& data_dir) {
    ConnectionSettings location{.engine = engine_of(settings.text("dbtype", "sqlite3")),
                                .prefix = settings.text("dbtableprefix", "oc_")};
    if (location.engine == Engine::sqlite) {
        location.path = sqlite_path(settings, data_dir);
        return location;
    }
    location.hosts = hosts_of(settings);
    location.name = settings.text("dbname");
    location.user = settings.text("dbuser");
    location.password = settings.text("dbpassword");
    location.tls = tls_of(settings);
    if (location.name.empty())
        throw std::runtime_error("the setting dbname is missing: the name of the database");
    return location;
}

std::string describe(const ConnectionSettings& location) {
    if (location.engine == Engine::sqlite) return "SQLite file " + location.path;
    std::string hosts;
    for (const DatabaseHost& host : location.hosts) {
        if (!hosts.empty()) hosts += ", ";
        hosts += host.socket.empty() ? host.name : host.socket;
        if (host.port != 0) hosts += fmt::format(":{}", host.port);
    }
    return fmt::format("{} database {} at {}",
                       location.engine == Engine::postgres ? "PostgreSQL" : "MariaDB",
                       location.name, hosts);
}

std::string_view database_type(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return "sqlite3";
        case Engine::postgres:
            return "pgsql";
        case Engine::mariadb:
            return "mysql";
    }
    return "";
}

}  // namespace roster::storage
