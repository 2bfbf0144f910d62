// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_rsa.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>

namespace roster {

namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free>;

// OpenSSL queues its errors per thread until they are cleared.
[[noreturn]] void fail(const std::string& what) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    throw std::runtime_error(what + ": " + (reason != nullptr ? reason : "no reason given"));
}

std::string text_of(BIO* bio) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(size)};
}

// Otherwise OpenSSL would ask for the password of an encrypted key at the terminal.
int no_password(char*, int, int, void*) {
    return -1;
}

Bio reader(std::string_view pem) {
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

KeyContext oaep(EVP_PKEY* key, int (*start)(EVP_PKEY_CTX*)) {
    KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
    if (context == nullptr || start(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha1()) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha1()) != 1)
        return nullptr;
    return context;
}

using Transform = int (*)(EVP_PKEY_CTX*, unsigned char*, std::size_t*, const unsigned char*,
                          std::size_t);

std::optional<std::string> apply(Transform transform, EVP_PKEY_CTX* context,
                                 std::string_view input) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    std::size_t size = 0;
    if (transform(context, nullptr, &size, bytes, input.size()) != 1) return std::nullopt;
    std::string output(size, '\0');
    if (transform(context, reinterpret_cast<unsigned char*>(output.data()), &size, bytes,
                  input.size()) != 1)
        return std::nullopt;
    output.resize(size);
    return output;
}

// OpenSSL calls this repeatedly while it searches for primes.
int may_go_on(EVP_PKEY_CTX* context) {
    const auto* stopped = static_cast<const std::atomic<bool>*>(EVP_PKEY_CTX_get_app_data(context));
    return stopped->load(std::memory_order_relaxed) ? 0 : 1;
}

Key generate_key(const std::atomic<bool>& stopped, int bits) {
    const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr));
    EVP_PKEY* key = nullptr;
    if (context == nullptr || EVP_PKEY_keygen_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), bits) != 1)
        return nullptr;
    EVP_PKEY_CTX_set_app_data(context.get(), const_cast<std::atomic<bool>*>(&stopped));
    EVP_PKEY_CTX_set_cb(context.get(), may_go_on);
    return EVP_PKEY_keygen(context.get(), &key) == 1 ? Key(key) : nullptr;
}

KeyPair to_pem(const Key& key) {
    const Bio private_pem(BIO_new(BIO_s_secmem()));
    const Bio public_pem(BIO_new(BIO_s_mem()));
    if (key == nullptr || private_pem == nullptr || public_pem == nullptr ||
        PEM_write_bio_PKCS8PrivateKey(private_pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) != 1 ||
        PEM_write_bio_PUBKEY(public_pem.get(), key.get()) != 1)
        fail("generating an RSA key");
    return {.private_pem = text_of(private_pem.get()), .public_pem = text_of(public_pem.get())};
}

}  // namespace

KeyPair generate_rsa(int bits) {
    return to_pem(Key(EVP_RSA_gen(static_cast<unsigned int>(bits))));
}

std::optional<KeyPair> generate_rsa_unless(const std::atomic<bool>& stopped, int bits) {
    const Key key = generate_key(stopped, bits);
    if (key == nullptr && stopped) {
        ERR_clear_error();
        return std::nullopt;
    }
    return to_pem(key);
}

std::string rsa_encrypt(std::string_view text, std::string_view public_pem) {
    const Key key(PEM_read_bio_PUBKEY(reader(public_pem).get(), nullptr, no_password, nullptr));
    if (key == nullptr) fail("reading a public key");
    const KeyContext context = oaep(key.get(), EVP_PKEY_encrypt_init);
    if (context == nullptr) fail("preparing RSA encryption");
    std::optional<std::string> bytes = apply(EVP_PKEY_encrypt, context.get(), text);
    if (!bytes) fail("RSA encryption");
    return *std::move(bytes);
}

std::optional<std::string> rsa_decrypt(std::string_view bytes, std::string_view private_pem) {
    std::optional<std::string> text;
    const Key key(
        PEM_read_bio_PrivateKey(reader(private_pem).get(), nullptr, no_password, nullptr));
    if (key != nullptr)
        if (const KeyContext context = oaep(key.get(), EVP_PKEY_decrypt_init); context != nullptr)
            text = apply(EVP_PKEY_decrypt, context.get(), bytes);
    ERR_clear_error();
    return text;
}

}  // namespace roster
