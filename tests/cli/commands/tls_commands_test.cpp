// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "cli/command_line.h"
#include "cli/transport/command_context.h"

using namespace roster;

namespace {

namespace fs = std::filesystem;

struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "roster-cli-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;

    std::string path;
};

struct Ran {
    int status = 0;
    std::string printed{};
    std::optional<cli::Serving> served{};
};

// Without an installation: these commands need none, or hand it to `serve`.
Ran run(const std::string& data_dir, const std::vector<std::string>& words) {
    std::ostringstream out;
    Ran ran;
    cli::CommandContext context{.out = out, .err = out};
    context.serve = [&ran](const cli::Serving& wanted, const auto& ready) {
        ran.served = wanted;
        ready({.port = 8443, .tls = !wanted.tls_key.empty(), .redirect_port = 8080});
    };
    context.environment = [&data_dir](const std::string& name) {
        return name == "ROSTER_DATA_DIR" ? data_dir : std::string();
    };
    ran.status = cli::run_command_line(words, context);
    ran.printed = out.str();
    return ran;
}

std::string text_of(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

mode_t mode_of(const std::string& file) {
    struct stat found {};
    REQUIRE(stat(file.c_str(), &found) == 0);
    return found.st_mode & 0777;
}

}  // namespace

TEST_CASE("tls:self-signed writes a certificate and a key that only its owner reads") {
    const Folder folder;
    const std::string certificate = folder.path + "/tls-certificate.pem";
    const std::string key = folder.path + "/tls-key.pem";
    const Ran made = run(folder.path, {"tls:self-signed", "::1", "accounts.example.org"});
    CHECK(made.status == 0);
    CHECK(text_of(certificate).starts_with("-----BEGIN CERTIFICATE-----"));
    CHECK(text_of(key).starts_with("-----BEGIN PRIVATE KEY-----"));
    CHECK(mode_of(key) == 0600);
    CHECK(mode_of(certificate) == 0644);
    CHECK(made.printed.find("curl --cacert " + certificate + " https://[::1]:8443/status.php\n") !=
          std::string::npos);
    CHECK(made.printed.find("serve --listen 127.0.0.1:8443 --tls-cert " + certificate +
                            " --tls-key " + key + "\n") != std::string::npos);
}

TEST_CASE("tls:self-signed replaces files only with --force") {
    const Folder folder;
    const std::string key = folder.path + "/tls-key.pem";
    CHECK(run(folder.path, {"tls:self-signed"}).status == 0);
    const std::string before = text_of(key);
    const Ran refused = run(folder.path, {"tls:self-signed"});
    CHECK(refused.status == 1);
    CHECK(refused.printed.find("--force") != std::string::npos);
    CHECK(text_of(key) == before);
    chmod(key.c_str(), 0644);
    CHECK(run(folder.path, {"tls:self-signed", "--force"}).status == 0);
    CHECK(text_of(key) != before);
    CHECK(mode_of(key) == 0600);
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 2);
}

TEST_CASE("tls:self-signed says what it cannot do") {
    const Folder folder;
    CHECK(run(folder.path, {"tls:self-signed", "a b"}).printed.find("neither a host name") !=
          std::string::npos);
    for (const char* days : {"0", "-3", "x", "100000"})
        CHECK(run(folder.path, {"tls:self-signed", std::string("--days=") + days}).status == 1);
    CHECK(run(folder.path + "/none", {"tls:self-signed"}).printed.find("--tls-cert") !=
          std::string::npos);
    CHECK(run(folder.path, {"tls:self-signed", "--tls-cert", folder.path + "/none/c"})
              .printed.find("cannot be written") != std::string::npos);
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("serve is told of TLS, of the redirect and of what may be insecure") {
    const Ran ran = run("d", {"serve", "--listen=[::1]:8443", "--tls-cert=c", "--tls-key=k",
                              "--redirect-http=localhost:80", "--insecure-http"});
    REQUIRE(ran.served);
    CHECK(ran.served->listen.address == "::1");
    CHECK(ran.served->listen.port == 8443);
    CHECK(ran.served->tls_certificate == "c");
    CHECK(ran.served->tls_key == "k");
    CHECK(ran.served->insecure_http);
    REQUIRE(ran.served->redirect);
    CHECK(ran.served->redirect->address == "127.0.0.1");
    CHECK(ran.served->redirect->port == 80);
    CHECK(ran.printed ==
          "Roster 0.1.0 on https://[::1]:8443 (redirecting from http://127.0.0.1:8080)\n");
}

TEST_CASE("what is served from memory takes no data directory") {
    for (const auto& words : {std::vector<std::string>{"serve", "--ephemeral", "--data-dir", "d"},
                              {"--data-dir=d", "serve", "--ephemeral"}}) {
        const Ran ran = run("", words);
        CHECK_FALSE(ran.served);
        CHECK(ran.status == 1);
        CHECK(ran.printed.find("takes no notice of --data-dir") != std::string::npos);
    }
    CHECK(run("d", {"serve", "--ephemeral"}).served);
}

TEST_CASE("serve is on this machine, in plain http, when nothing is said") {
    const Ran ran = run("d", {"serve"});
    REQUIRE(ran.served);
    CHECK(ran.served->listen.address == "127.0.0.1");
    CHECK(ran.served->tls_certificate.empty());
    CHECK_FALSE(ran.served->insecure_http);
    CHECK_FALSE(ran.served->redirect);
    CHECK(ran.printed == "Roster 0.1.0 on http://127.0.0.1:8443\n");
    CHECK(run("d", {"serve", "--redirect-http=80"}).printed.find("--redirect-http needs") !=
          std::string::npos);
}
