// SPDX-License-Identifier: Apache-2.0
// A client that speaks TLS, and certificates to speak it with.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/crypto/crypto_certificate.h"
#include "net/server.h"

namespace roster::net::test {

// A folder with a self-signed certificate for localhost and its key.
class Certificates {
  public:
    Certificates() {
        std::string name = (std::filesystem::temp_directory_path() / "roster-tls-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        folder_ = name;
        renew();
    }
    ~Certificates() { std::filesystem::remove_all(folder_); }
    Certificates(const Certificates&) = delete;

    void renew() {
        const CertificateAndKey made = make_self_signed({"localhost"}, 2);
        write(files().certificate, made.certificate);
        write(files().key, made.key);
    }
    static void write(const std::string& file, const std::string& text) {
        std::ofstream(file, std::ios::trunc) << text;
    }
    CertificateFiles files() const { return {folder_ + "/certificate", folder_ + "/key"}; }

  private:
    std::string folder_;
};

struct Speaks {
    int oldest = TLS1_2_VERSION;
    int newest = TLS1_3_VERSION;
    std::string ciphers = "DEFAULT:@SECLEVEL=0";
    std::string protocols = "\x08http/1.1";
    const char* from = "127.0.0.1";
};

class TlsClient final : public Client {
  public:
    explicit TlsClient(std::uint16_t port, const Speaks& speaks = {})
        : Client(port, speaks.from), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes as write(2) does.
        SSL_CTX* const context = context_.get();
        SSL_CTX_set_cipher_list(context, speaks.ciphers.c_str());
        SSL_CTX_set_min_proto_version(context, speaks.oldest);
        SSL_CTX_set_max_proto_version(context, speaks.newest);
        SSL_CTX_set_alpn_protos(context,
                                reinterpret_cast<const unsigned char*>(speaks.protocols.data()),
                                static_cast<unsigned>(speaks.protocols.size()));
        ssl_ = {SSL_new(context), SSL_free};
        SSL_set_fd(ssl_.get(), socket_);
        ERR_clear_error();
        if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error("no handshake");
    }

    std::string version() const { return SSL_get_version(ssl_.get()); }
    std::string cipher() const { return SSL_get_cipher_name(ssl_.get()); }
    std::string protocol() const {
        const unsigned char* name = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(ssl_.get(), &name, &length);
        return name ? std::string(reinterpret_cast<const char*>(name), length) : "";
    }
    // The serial number tells one certificate from another.
    std::string serial() const {
        const std::unique_ptr<X509, decltype(&X509_free)> shown(
            SSL_get1_peer_certificate(ssl_.get()), X509_free);
        const ASN1_INTEGER* const number = X509_get0_serialNumber(shown.get());
        return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(number)),
                static_cast<std::size_t>(ASN1_STRING_length(number))};
    }
    // True when the server has said itself that the end is the end.
    bool was_told_the_end() const {
        return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

  private:
    ssize_t write_some(const char* bytes, std::size_t count) override {
        return SSL_write(ssl_.get(), bytes, static_cast<int>(count));
    }
    ssize_t read_some(char* bytes, std::size_t count) override {
        ERR_clear_error();
        const int got = SSL_read(ssl_.get(), bytes, static_cast<int>(count));
        if (got > 0) return got;
        return SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN ? 0 : -1;
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
};

}  // namespace roster::net::test
