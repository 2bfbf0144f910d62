// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>

#include "base/text.h"

namespace roster {

namespace {

void fill_randomly(unsigned char* bytes, std::size_t count) {
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // RAND_bytes counts in int.
    while (count > 0) {
        const std::size_t step = std::min(count, kMostAtOnce);
        if (RAND_bytes(bytes, static_cast<int>(step)) != 1)
            throw std::runtime_error("no random bytes available");
        bytes += step;
        count -= step;
    }
}

// A buffer of random bytes. Each byte is handed out once and then overwritten, so that memory does
// not retain secrets.
class RandomBuffer {
  public:
    // At most `count` bytes, which the caller overwrites.
    std::span<unsigned char> take(std::size_t count) {
        if (used_ == bytes_.size()) refill();
        const std::span taken = std::span(bytes_).subspan(used_);
        const std::size_t size = std::min(count, taken.size());
        used_ += size;
        return taken.first(size);
    }

    // A forked child starts with its parent's buffer and must not hand it out a second time.
    void notice_fork() {
        if (const int current = forks(); current != forks_) {
            forks_ = current;
            used_ = bytes_.size();
        }
    }

  private:
    // How often the process was forked. Asking for the process id each time would be a system call.
    static int forks() {
        static std::atomic<int> count = 0;
        [[maybe_unused]] static const int registered =
            pthread_atfork(nullptr, nullptr, [] { ++count; });
        return count;
    }

    void refill() {
        fill_randomly(bytes_.data(), bytes_.size());
        used_ = 0;
    }

    // A large request to the system costs hardly more than a small one.
    std::array<unsigned char, 8192> bytes_{};
    std::size_t used_ = bytes_.size();
    int forks_ = 0;
};

// Fetching an algorithm takes longer than digesting a short text, so it is done once per program.
const EVP_MD* fetch(const char* name) {
    const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    if (algorithm == nullptr) throw std::runtime_error(std::string("no digest ") + name);
    return algorithm;
}

EVP_MAC_CTX* new_hmac_sha256() {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    EVP_MAC_CTX* const context = EVP_MAC_CTX_new(algorithm);
    EVP_MAC_free(algorithm);
    char digest[] = "SHA256";
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                OSSL_PARAM_construct_end()};
    if (context == nullptr || EVP_MAC_CTX_set_params(context, parameters.data()) != 1)
        throw std::runtime_error("no HMAC with SHA-256");
    return context;
}

std::string digest_hex(const EVP_MD* algorithm, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, algorithm, nullptr) != 1)
        throw std::runtime_error("digest failed");
    return to_hex({reinterpret_cast<const char*>(bytes.data()), size});
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill_randomly(reinterpret_cast<unsigned char*>(bytes.data()), count);
    return bytes;
}

std::string random_text(std::size_t length, std::string_view alphabet) {
    if (alphabet.empty() || alphabet.size() > 256)
        throw std::invalid_argument("an alphabet has 1 to 256 characters");
    thread_local RandomBuffer buffer;
    buffer.notice_fork();
    // Uses as many bits of each byte as the alphabet needs and rejects values beyond its end. A
    // modulo would favour the first characters, and is slower.
    const std::size_t mask = std::bit_ceil(alphabet.size()) - 1;
    std::string text(length, '\0');
    char* next = text.data();
    for (char* const end = next + length; next < end;) {
        const std::span bytes = buffer.take(static_cast<std::size_t>(end - next));
        for (const unsigned char byte : bytes)
            if (const std::size_t place = byte & mask; place < alphabet.size())
                *next++ = alphabet[place];
        std::ranges::fill(bytes, static_cast<unsigned char>(0));
    }
    return text;
}

std::string generate_password() {
    // Nextcloud's list of symbols has the backslash three times.
    constexpr std::string_view kSymbols = R"(!"#$%&\\\'()*+,-./:;<=>?@[]^_`{|}~)";
    static_assert(kSymbols.size() == 34);
    return random_text(10, kBase64Alphabet) + random_text(1, kAlphanumeric.substr(0, 26)) +
           random_text(1, kAlphanumeric.substr(26, 26)) + random_text(1, kAlphanumeric.substr(52)) +
           random_text(1, kSymbols);
}

std::string md5_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("MD5");
    return digest_hex(algorithm, text);
}

std::string sha1_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA1");
    return digest_hex(algorithm, text);
}

std::string sha256_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA256");
    return digest_hex(algorithm, text);
}

std::string sha512_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA512");
    return digest_hex(algorithm, text);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    thread_local const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
        new_hmac_sha256(), EVP_MAC_CTX_free);
    // Most calls use the same key as the last one; setting another key restarts the context.
    thread_local std::optional<std::string> last_key;
    const bool same = last_key == key;
    std::string code(crypto_auth_hmacsha256_BYTES, '\0');
    std::size_t size = 0;
    const auto bytes = [](std::string_view part) {
        return reinterpret_cast<const unsigned char*>(part.empty() ? "" : part.data());
    };
    if (!same) last_key.reset();
    if (EVP_MAC_init(context.get(), same ? nullptr : bytes(key), same ? 0 : key.size(), nullptr) !=
            1 ||
        EVP_MAC_update(context.get(), bytes(text), text.size()) != 1 ||
        EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(code.data()), &size,
                      code.size()) != 1)
        throw std::runtime_error("HMAC failed");
    if (!same) last_key = key;
    return code;
}

std::string fingerprint(std::string_view key, std::string_view text) {
    if (key.size() != crypto_shorthash_siphashx24_KEYBYTES)
        throw std::invalid_argument("the key of a fingerprint has 16 bytes");
    std::string print(crypto_shorthash_siphashx24_BYTES, '\0');
    crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(print.data()),
                                reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                reinterpret_cast<const unsigned char*>(key.data()));
    return print;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace roster
