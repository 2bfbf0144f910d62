// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_certificate.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

#include <stdexcept>

using namespace roster;

TEST_CASE("a self-signed certificate comes with its key, both new each time") {
    const CertificateAndKey one = make_self_signed({"accounts.example.org", "192.0.2.7"}, 30);
    const CertificateAndKey two = make_self_signed({"accounts.example.org", "192.0.2.7"}, 30);
    CHECK(one.certificate.starts_with("-----BEGIN CERTIFICATE-----\n"));
    CHECK(one.key.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    CHECK(one.certificate != two.certificate);
    CHECK(one.key != two.key);
}

TEST_CASE("a certificate is refused for what is neither host name nor address") {
    for (const char* name : {"", "a b", "a,IP:10.0.0.1", "[::1]", "a/b", "1.2.3.4:80"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(make_self_signed({name}, 30), std::runtime_error);
    }
    CHECK_NOTHROW(make_self_signed({"*.example.org", "fd00::7", std::string(70, 'a') + ".de"}, 30));
}

TEST_CASE("the end of a certificate is read out of its file") {
    const std::string file = "/tmp/roster-certificate-" + std::to_string(getpid()) + ".pem";
    std::ofstream(file) << make_self_signed({"localhost"}, 20).certificate;
    const std::int64_t end = certificate_end(file).value_or(0);
    std::filesystem::remove(file);
    constexpr std::int64_t kDay = 86'400;
    CHECK(std::abs(end - (std::time(nullptr) + 20 * kDay)) < 60);
    CHECK_FALSE(certificate_end(file));
}
