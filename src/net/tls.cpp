// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>
#include <stdexcept>

#include "base/pch.h"

namespace roster::net {

namespace {

// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

// Chooses http/1.1 from the client's offer (each name after its length). A client that offers only
// others speaks HTTP/1.1 anyway or disconnects: RFC 7301 allows no answer.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_bytes, void*) {
    static constexpr unsigned char kOurs[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, length, kOurs, sizeof kOurs - 1, offered, offered_bytes) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

// The oldest queued error of OpenSSL: it caused the others.
[[noreturn]] void fail(std::string_view what, const std::string& file) {
    const unsigned long code = ERR_peek_error();
    const int number = ERR_GET_REASON(code);
    const char* reason =
        ERR_SYSTEM_ERROR(code) ? std::strerror(number) : ERR_reason_error_string(code);
    ERR_clear_error();
    throw std::runtime_error(
        fmt::format("{} {}: {}.", what, file, reason ? reason : "OpenSSL does not say why"));
}

void load_files(SSL_CTX* context, const std::string& certificate_file,
                const std::string& key_file) {
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1)
        fail("No certificate in PEM form can be read from", certificate_file);
    if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        fail("No key that fits the certificate can be read from", key_file);
}

// Otherwise OpenSSL would ask for the passphrase at the terminal.
int refuse_passphrase(char*, int, int, void*) {
    return 0;
}

}  // namespace

std::shared_ptr<TlsContext> load_tls(const std::string& certificate_file,
                                     const std::string& key_file) {
    auto tls = std::make_shared<TlsContext>(TlsContext::tls_server);
    SSL_CTX* const context = tls->native_handle();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_cipher_list(context, kCiphers);
    // Tickets resume sessions without a cache on the server.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    SSL_CTX_set_default_passwd_cb(context, refuse_passphrase);
    load_files(context, certificate_file, key_file);
    return tls;
}

}  // namespace roster::net
