// SPDX-License-Identifier: Apache-2.0
#include "app/transport_security.h"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "app/data_dir.h"

using namespace roster;

namespace {

// What listening there is refused with; empty when it is not.
std::string refusal(Installation& installation, const cli::Serving& wanted, bool tls = false) {
    try {
        check_exposure(installation, wanted, tls);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

cli::Serving on(const std::string& address, bool insecure_http = false) {
    return {.listen = {.address = address, .port = 8080}, .insecure_http = insecure_http};
}

std::string location(const std::string& host, const std::string& target, unsigned short port,
                     const Settings& settings = {}) {
    const Response response = redirect_to_https(
        {.method = "GET", .target = target, .headers = {{"Host", host}}}, settings, port);
    CHECK(response.body.find(host.empty() ? "evil" : host) == std::string::npos);
    const auto found = response.find_header("Location");
    CHECK(response.status == (found ? 308 : 400));
    return std::string(found.value_or(""));
}

}  // namespace

TEST_CASE("others than this machine need TLS, a trusted proxy, or an explicit word") {
    const auto installation = make_ephemeral();
    for (const char* address : {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
        CHECK(refusal(*installation, on(address)).empty());
    for (const char* address : {"0.0.0.0", "::", "192.0.2.7", "fd00::7", "accounts.example.org"}) {
        CAPTURE(address);
        const std::string sentence = refusal(*installation, on(address));
        for (const char* way : {"--tls-cert", "trusted_proxies", "--insecure-http"})
            CHECK(sentence.find(way) != std::string::npos);
        CHECK(refusal(*installation, on(address), true).empty());
        CHECK(refusal(*installation, on(address, true)).empty());
    }
    Array proxies;
    proxies.push("10.0.0.1");
    installation->settings.set({"trusted_proxies"}, std::move(proxies));
    CHECK(refusal(*installation, on("0.0.0.0")).empty());
}

TEST_CASE("a redirect needs https to lead to") {
    const auto installation = make_ephemeral();
    cli::Serving wanted = on("127.0.0.1");
    wanted.redirect.emplace();
    CHECK(refusal(*installation, wanted).find("--tls-cert") != std::string::npos);
    CHECK(refusal(*installation, wanted, true).empty());
}

TEST_CASE("certificate and key come from the options, else from the settings, never one alone") {
    const auto installation = make_ephemeral();
    CHECK_FALSE(tls_files({}, *installation).given());
    CHECK_THROWS(tls_files({.tls_certificate = "c"}, *installation));
    CHECK_THROWS(tls_files({.tls_key = "k"}, *installation));
    installation->settings.set({"roster.tls.certificate"}, "certificate.pem");
    CHECK_THROWS(tls_files({}, *installation));
    installation->settings.set({"roster.tls.key"}, "/etc/key.pem");
    CHECK(tls_files({}, *installation).certificate == "/ephemeral/certificate.pem");
    CHECK(tls_files({}, *installation).key == "/etc/key.pem");
    CHECK(tls_files({.tls_certificate = "c", .tls_key = "k"}, *installation).certificate == "c");
}

TEST_CASE("plain http is sent to the same address by https, if it is one of ours") {
    Array values;
    values.set("trusted_domains", "accounts.example.org");
    const Settings ours(values);
    const auto to = [&ours](const std::string& host, const std::string& target,
                            unsigned short port) { return location(host, target, port, ours); };
    CHECK(to("accounts.example.org", "/a?b=1", 443) == "https://accounts.example.org/a?b=1");
    CHECK(to("accounts.example.org:80", "/", 8443) == "https://accounts.example.org:8443/");
    CHECK(to("[::1]:80", "/", 8443) == "https://[::1]:8443/");
    for (const char* host : {"", "a b", "evil.example", "localhost:@evil.example", "localhost:x"})
        CHECK(to(host, "/", 443).empty());
    CHECK(to("accounts.example.org", "*", 443).empty());
    CHECK(to("accounts.example.org", "@evil.example/", 443).empty());
    values.set("overwritehost", "cloud.example.org:444");
    CHECK(location("evil.example", "/x", 8443, Settings(values)) ==
          "https://cloud.example.org:444/x");
}

TEST_CASE("a redirect tells when it saw credentials in clear") {
    const Response response =
        redirect_to_https({.method = "GET",
                           .target = "/",
                           .headers = {{"Host", "localhost"}, {"Authorization", "Basic eDp5"}}},
                          {}, 443);
    CHECK(response.find_header("Roster-Hint"));
}

TEST_CASE("clients are held to https for half a year, or as the setting says") {
    const auto header = [](const std::string& host, const Settings& settings) {
        Response response;
        bind_to_https(response, {.headers = {{"Host", host}}}, settings);
        return std::string(response.find_header("Strict-Transport-Security").value_or(""));
    };
    CHECK(header("accounts.example.org:8443", {}) == "max-age=15552000");
    CHECK(header("localhost:8443", {}).empty());
    Array values;
    values.set("roster.tls.hsts", std::int64_t{60});
    CHECK(header("accounts.example.org", Settings(values)) == "max-age=60");
    values.set("roster.tls.hsts", std::int64_t{0});
    CHECK(header("accounts.example.org", Settings(values)).empty());
}

TEST_CASE("a private key that others can read is told of") {
    std::string folder = (std::filesystem::temp_directory_path() / "roster-key-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()));
    const auto installation = make_ephemeral();
    installation->log_dir = folder;
    const std::string key = folder + "/key.pem";
    std::ofstream(key) << "x";
    const auto told = [&](mode_t mode) {
        REQUIRE(chmod(key.c_str(), mode) == 0);
        std::filesystem::remove(folder + "/nextcloud.log");
        check_key_file(*installation, {.certificate = "c", .key = key});
        std::string line;
        std::getline(std::ifstream(folder + "/nextcloud.log"), line);
        return line.find("chmod 600") != std::string::npos;
    };
    CHECK_FALSE(told(0600));
    CHECK_FALSE(told(0400));
    CHECK(told(0644));
    CHECK(told(0640));
    std::filesystem::remove_all(folder);
}
