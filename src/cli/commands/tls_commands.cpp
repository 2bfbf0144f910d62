// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "base/address.h"
#include "base/crypto/crypto_certificate.h"
#include "cli/commands/handlers.h"
#include "cli/output/redaction.h"

namespace roster::cli {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kForEverybody = 0644, kForOwner = 0600;
constexpr int kMostDays = 36'500;

[[noreturn]] void fail_to_write(const std::string& path) {
    throw std::runtime_error(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
}

// A server that reads the file meanwhile sees either the old or the new one, complete.
void write_file(const std::string& path, const std::string& text, mode_t mode) {
    const std::string draft = path + ".new";
    ::unlink(draft.c_str());
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) fail_to_write(path);
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
    ::close(file);
    if (!written || ::rename(draft.c_str(), path.c_str()) != 0) {
        ::unlink(draft.c_str());
        fail_to_write(path);
    }
}

// The host as written in a URL.
std::string url_host(const std::string& name) {
    return is_address(name) && name.find(':') != std::string::npos ? "[" + name + "]" : name;
}

}  // namespace

int tls_self_signed(Invocation& invocation) {
    std::vector<std::string> names = invocation.arguments.texts("name");
    if (names.empty()) names = {"localhost", "127.0.0.1", "::1"};
    const int days = read_number<int>(invocation.option("days"), "number of days");
    if (days < 1 || days > kMostDays)
        return invocation.fail(fmt::format("--days takes a number from 1 to {}.", kMostDays));
    std::string certificate = invocation.option("tls-cert"), key = invocation.option("tls-key");
    if (certificate.empty()) {
        if (!fs::is_directory(invocation.data_dir))
            return invocation.fail(fmt::format(
                "There is no data directory {}: say where to write with --tls-cert FILE and "
                "--tls-key FILE.",
                invocation.data_dir));
        certificate = fs::path(invocation.data_dir) / "tls-certificate.pem";
    }
    if (key.empty()) key = fs::path(certificate).parent_path() / "tls-key.pem";
    for (const std::string& path : {certificate, key})
        if (fs::exists(path) && !invocation.has("force"))
            return invocation.fail(fmt::format("{} is there already; --force replaces it.", path));

    const CertificateAndKey made = make_self_signed(names, days);
    write_file(key, made.key, kForOwner);
    write_file(certificate, made.certificate, kForEverybody);
    invocation.say(fmt::format("Wrote the certificate {} and its key {}, valid {} days for {}.",
                               certificate, key, days, fmt::join(names, ", ")));
    invocation.say("Serve with it, and call the server:");
    invocation.say(
        fmt::format("  roster --data-dir {} serve --listen 127.0.0.1:8443 --tls-cert {} "
                    "--tls-key {}",
                    invocation.data_dir, certificate, key));
    invocation.say(fmt::format("  curl --cacert {} https://{}:8443/status.php", certificate,
                               url_host(names.front())));
    return 0;
}

}  // namespace roster::cli
